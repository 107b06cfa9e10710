/** What the HTTP server bears, so that no client can stop the work. */
export interface HttpLimits {
  /** Largest request body. @default 1000000 */
  readonly bodyBytes: number
  /** Longest wait for the headers of a request. @default 5000 */
  readonly headersMs: number
  /** Longest wait for a whole request. @default 10000 */
  readonly requestMs: number
  /** How often the two are looked at. @default 1000 */
  readonly checkMs: number
  /** How long an idle connection is kept. @default 5000 */
  readonly idleMs: number
  /** Most connections; at the limit the oldest without a complete request is closed. @default 64 */
  readonly connections: number
  /** Most connections that the kernel keeps for us until we accept them; it may allow fewer. One that it drops tries again a second later. @default 4096 */
  readonly backlog: number
  /** How long a stop waits for the answers that are being made. @default 2000 */
  readonly graceMs: number
}

export const defaultHttpLimits: HttpLimits = {
  bodyBytes: 1_000_000,
  headersMs: 5000,
  requestMs: 10_000,
  checkMs: 1000,
  idleMs: 5000,
  connections: 64,
  backlog: 4096,
  graceMs: 2000,
}
