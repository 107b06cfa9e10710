/** Decides when a lasting state is worth a line: when it changes, then once in a while. */
export interface LogLimiter {
  /** Whether to log: the text of this key is new, or was last logged long ago. */
  changed(key: string, text: string): boolean
  /** Forget the key; whether there was anything to forget, so that the recovery is worth a line too. */
  cleared(key: string): boolean
}

export interface LogLimiterOptions {
  /** How often a state that lasts is repeated. @default 600000 */
  readonly repeatMs?: number
  /** A monotonic clock in milliseconds. @default performance.now */
  readonly now?: () => number
}

/** A state is logged when it changes, then once in 10 minutes while it lasts. */
export function createLogLimiter(options: LogLimiterOptions = {}): LogLimiter {
  const { repeatMs = 600_000, now = () => performance.now() } = options
  const logged = new Map<string, { readonly text: string; readonly at: number }>()
  return {
    changed(key, text) {
      const last = logged.get(key)
      if (last !== undefined && last.text === text && now() - last.at < repeatMs) return false
      logged.set(key, { text, at: now() })
      return true
    },
    cleared: key => logged.delete(key),
  }
}
