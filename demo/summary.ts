import type { LoadFigures } from '../e2e/zero-drop-load.ts'

/** What a run of the demo has come to. */
export interface Outcome {
  /** Undefined when there was no proxy to send requests to. */
  readonly figures: LoadFigures | undefined
  readonly seconds: string
  /** How often a new configuration went live. */
  readonly loads: number
  readonly domain: string
}

/** The last lines on the screen. */
export function summaryOf({ figures, seconds, loads, domain }: Outcome): string {
  if (figures === undefined) {
    return `  The configuration was written ${loads} times in ${seconds} s.
  No requests were sent, because HAProxy is not installed. With it they are counted: on Debian, apt-get install haproxy.
`
  }
  const { requests, failed, reasons } = figures
  const why = Object.entries(reasons).map(([reason, times]) => `${times} x ${reason}`)
  return `  ${requests} requests in ${seconds} s, ${failed} failed
  ${failed === 0 ? `Every request for ${domain} was answered while all its servers were replaced twice.` : why.join(', ')}
  ${loads} times HAProxy went on with a new configuration.
`
}
