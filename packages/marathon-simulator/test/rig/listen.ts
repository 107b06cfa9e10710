import { type IncomingHttpHeaders, request } from 'node:http'
import { onTestFinished } from 'vitest'

interface Heard {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** What came so far, as it came. */
  text(): string
  chunks(): readonly Buffer[]
  /** The events so far, read by their data lines alone. */
  // biome-ignore lint/suspicious/noExplicitAny: events are whatever they are
  events(): readonly any[]
  types(): readonly string[]
  /** Wait until something is true of what came. */
  until(isTrue: (text: string) => boolean): Promise<void>
  /** Wait for the end; resolves with whether it was polite. */
  readonly ended: Promise<boolean>
  stop(): void
}

/** Open an event stream. */
export function listen(url: string, query = '', headers: Readonly<Record<string, string>> = {}): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const accept = { accept: 'text/event-stream', ...headers }
    const asking = request(`${url}/v2/events${query}`, { headers: accept, agent: false }, response => {
      const chunks: Buffer[] = []
      const text = (): string => Buffer.concat(chunks).toString()
      let look = (): void => {}
      response
        .on('error', () => {})
        .on('data', chunk => {
          chunks.push(chunk)
          look()
        })
      const events = () =>
        text()
          .split(/\r\n|\r|\n/)
          .filter(line => line.startsWith('data: '))
          .map(line => JSON.parse(line.slice(6)))
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text,
        chunks: () => chunks,
        events,
        types: () => events().map(event => event.eventType),
        until: isTrue =>
          new Promise(done => {
            look = () => isTrue(text()) && done()
            look()
          }),
        ended: new Promise(end => response.on('close', () => end(response.complete))),
        stop: () => asking.destroy(),
      })
    })
    onTestFinished(() => void asking.destroy())
    asking.on('error', reject).end()
  })
}
