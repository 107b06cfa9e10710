/** How much Marathon may send and how long its answers may take, beyond what options say. */
export const limits = {
  /** Decoded bytes of one answer. */
  bodyBytes: 256 * 2 ** 20,
  /** Characters of one event of a stream, without the groups in it. */
  eventBytes: 64 * 2 ** 20,
  /** Characters of one callback, without the groups in it. */
  callbackCharacters: 1_000_000,
  /** Redirects that one request follows. */
  redirects: 3,
  /** The longest wait that a `Retry-After` can ask for. */
  retryAfterMs: 300_000,
  /** Apps that are read one by one; more of them are read in one answer. */
  keyedReads: 32,
  /** Requests for single apps or versions at once. */
  parallel: 8,
  /** Definitions of older versions that are remembered. */
  versions: 1_000,
  /** Older versions that one reading asks for. */
  versionReads: 256,
  /** How long a change of a group may wait for an event that names its apps. */
  explainMs: 5_000,
  /** An event stream that has not attached by then is given up. */
  attachMs: 10_000,
  /** How often a callback subscription is verified. */
  verifyMs: 30_000,
  /** Longest wait for the removal of a subscription on stop. */
  unsubscribeMs: 2_000,
  /** A DC/OS token is renewed this long before it ends. */
  renewMs: 30_000,
  /** Characters of an app id that an event may name. */
  idLength: 512,
} as const
