/** Times of the connection, in milliseconds, and sizes. */
export const limits = {
  connectMs: 3000,
  /** For one command; the connection is given up after it. */
  commandMs: 2000,
  /** Longest wait of a call for a connection that is being made. */
  readyMs: 5000,
  reconnectBaseMs: 500,
  reconnectMostMs: 10_000,
  /** A connection that lasted this long was healthy. */
  healthyMs: 30_000,
  /** Shorter than the shortest resync: after this long every list is read again, whatever has changed. */
  fullMs: 45_000,
  /** Lists that are read, or written, before the replies are waited for. */
  batch: 250,
  /** Members of one command. */
  members: 1000,
  /** Tries to claim domains while others do. */
  claims: 10,
} as const
