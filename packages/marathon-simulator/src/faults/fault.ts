/** What goes wrong with a request. On `/v2/events`, the body is the stream. */
export type Fault =
  /** The connection is accepted, and nothing is ever answered. */
  | { readonly kind: 'silence' }
  /** Status and headers, then nothing for ever: no byte, no end. A stream is silent like this. */
  | { readonly kind: 'stall' }
  /** The connection is closed in place of an answer, or right after the headers; `reset` sends RST. */
  | { readonly kind: 'close'; readonly after?: 'request' | 'headers'; readonly reset?: boolean }
  /** The body ends early: after `bytes`, or after half of it. `contentLength` promises all of it. */
  | { readonly kind: 'half'; readonly bytes?: number; readonly contentLength?: boolean }
  /** `bytes` of the body (default 1) at a time, each `everyMs` (default 1000) of the simulator's clock. */
  | { readonly kind: 'slow'; readonly bytes?: number; readonly everyMs?: number }
  /** The right body in many chunks of `bytes` (default 1). */
  | { readonly kind: 'chunks'; readonly bytes?: number }
  /** Another answer; see `answers` for those that happen. An object or a list is written as JSON. */
  | {
      readonly kind: 'answer'
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: unknown
    }
  /** A redirect `to` a URL, or to itself (the default), which never ends. */
  | { readonly kind: 'redirect'; readonly to?: string; readonly status?: number }
  /** JSON that begins well and goes on for `bytes`. `gzip` makes a small transfer of it. */
  | { readonly kind: 'huge'; readonly bytes: number; readonly gzip?: boolean }
  /** The first half of the body, then `run`, then the rest: a leader that changes in the middle of a request. */
  | { readonly kind: 'midway'; readonly run: () => void }
  /** The right body, changed. */
  | { readonly kind: 'rewrite'; readonly body: (body: string) => string }
  /** Lines of the stream end like this. Marathon ends them with `\r\n`. */
  | { readonly kind: 'lineEnds'; readonly end: '\n' | '\r' | '\r\n' }

/** Where a fault happens, and how often. */
export interface FaultScope {
  /** One of the routes as `traffic` names them. @default every route */
  readonly route?: string
  /** The number of an instance. @default every instance */
  readonly instance?: number
  /** How many requests it hits. @default until it is cleared */
  readonly times?: number
}

/** A fault that was set. */
export interface Misbehaviour {
  /** How many requests it hit. */
  readonly hits: number
  clear(): void
}
