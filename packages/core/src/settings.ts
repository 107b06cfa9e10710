/** Every time that the cycle keeps, in milliseconds. */
export interface Settings {
  /** Quiet time after a change before a cycle runs. @default 250 */
  readonly debounceMs: number
  /** Longest wait for quiet. @default 1000 */
  readonly maxWaitMs: number
  /** How long a cycle waits for one source or for the annotators. @default 1000 */
  readonly patienceMs: number
  /** Deadline of one call of a source. @default 15000 */
  readonly timeoutMs: number
  /** Deadline of one annotate call. @default 5000 */
  readonly annotateTimeoutMs: number
  /** Deadline of one call of a generator. @default 120000 */
  readonly generateTimeoutMs: number
  /** Everything is read and compared again this often, ±20 %. @default 60000 */
  readonly resyncMs: number
  /** How long an answer that removes many services waits for a second one; a source may know better. 0: not at all. @default 30000 */
  readonly confirmMs: number
  /** Longest that a stop waits for what is running. @default 5000 */
  readonly stopMs: number
}

/** What applies where a configuration says nothing. */
export const defaultSettings: Settings = {
  debounceMs: 250,
  maxWaitMs: 1000,
  patienceMs: 1000,
  timeoutMs: 15_000,
  annotateTimeoutMs: 5000,
  generateTimeoutMs: 120_000,
  resyncMs: 60_000,
  confirmMs: 30_000,
  stopMs: 5000,
}
