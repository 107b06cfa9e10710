import { request } from 'node:http'
import type { Seen } from './origin.ts'

/** An answer that came through the proxy. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** What the origin said; undefined when the proxy answered itself. */
  readonly seen: Seen | undefined
}

/** One request to a port of loopback, with any Host header. What is not GET has a small body. */
export function ask(port: number, host: string, path = '/', method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path, method, headers: { host }, agent: false }, response => {
      let body = ''
      response.setEncoding('utf8').on('data', chunk => {
        body += chunk
      })
      response.on('end', () => {
        const isSeen = response.headers['content-type'] === 'application/json'
        resolve({ status: response.statusCode ?? 0, headers: response.headers, seen: isSeen ? JSON.parse(body) : undefined })
      })
    })
    // Before the test itself is out of time, so that the reason is heard.
    asking.setTimeout(15_000, () => asking.destroy(new Error('no answer')))
    asking.on('error', reject).end(method === 'GET' ? '' : 'x')
  })
}

/** `<name of the origin> <path>`, or the status that the proxy gave itself. */
export async function routed(port: number, host: string, path = '/'): Promise<string | number> {
  const { status, seen } = await ask(port, host, path)
  return seen === undefined ? status : `${seen.origin} ${seen.path}`
}
