/** What asking a master may cost. */
export const limits = {
  /** To open a connection. */
  connectMs: 3000,
  /** For all requests to one master. */
  masterMs: 3000,
  /** For a round over all masters: less than the deadline of a source. */
  roundMs: 14_000,
  /** How long the last leader is kept while the masters say that there is none. */
  noLeaderMs: 60_000,
  /** Of a state document, before its `leader` is found. */
  documentBytes: 1_048_576,
  /** Of the text that comes with a status. */
  textBytes: 1024,
} as const
