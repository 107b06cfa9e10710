import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What a stand-in for a Mesos master answers to one path. */
export interface Scripted {
  readonly status: number
  readonly location?: string
  readonly body?: string | Uint8Array
}

export type Script = (path: string, response: ServerResponse) => Scripted | undefined

/** A master on a free loopback port. `undefined` from its script means that it never answers. */
export async function scriptedMaster(script: Script) {
  const requests: string[] = []
  let current = script
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    requests.push(request.url ?? '')
    const scripted = current(request.url ?? '', response)
    if (scripted === undefined) return
    const { status, location, body = '' } = scripted
    response.writeHead(status, location === undefined ? {} : { location }).end(body)
  }
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
  }
  onTestFinished(close)
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    will(next: Script): void {
      current = next
    },
    close,
  }
}

/** A master of Mesos 1.0 or newer that knows who leads. */
export const leads =
  (host: string, port: number): Script =>
  path =>
    path === '/master/redirect'
      ? { status: 307, location: `//${host}:${port}` }
      : path === '/version'
        ? { status: 200, body: '{"version":"1.11.0"}' }
        : { status: 404 }

/** A master of Mesos 1.0 or newer while nobody leads. */
export const nobody: Script = () => ({ status: 503, body: 'No leader elected' })
