import { type IncomingHttpHeaders, request } from 'node:http'

export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** Whether all of the body came. */
  readonly isComplete: boolean
  readonly chunks: number
}

interface AskOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Ask once and follow nothing; rejects with what went wrong before the headers. */
export function ask(url: string, { method = 'GET', headers = {}, body }: AskOptions = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers: { accept: 'application/json', ...headers }, agent: false }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk)).on('error', () => {})
      response.on('close', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
          isComplete: response.complete,
          chunks: chunks.length,
        }),
      )
    })
    asking.on('error', reject).end(body)
  })
}

/** Ask for JSON. */
export async function read(url: string, accept = 'application/json') {
  return JSON.parse((await ask(url, { headers: { accept } })).text)
}
