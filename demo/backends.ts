import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Place, PlacementRequest } from '@proxym/marathon-simulator'

interface Backend {
  readonly server: Server
  readonly port: number
  version: string
}

/** Small HTTP servers that tasks are given: each answers with the version of the app that it runs. */
export interface Backends {
  place(request: PlacementRequest): Place
  /** End the server of a task as an application ends: no new connection, what was begun is answered. */
  stop(port: number): void
  close(): void
}

/** Open servers on free ports, so that a place is known at once when a task is launched. */
export async function openBackends(count: number): Promise<Backends> {
  const free = await Promise.all(Array.from({ length: count }, open))
  const used = new Map<number, Backend>()
  return {
    place({ version }) {
      const backend = free.pop()
      if (backend === undefined) throw new RangeError(`The demo has no more than ${count} servers.`)
      backend.version = version
      used.set(backend.port, backend)
      return { host: '127.0.0.1', ports: [backend.port] }
    },
    stop(port) {
      used.get(port)?.server.close()
      used.delete(port)
    },
    close() {
      for (const { server } of [...free, ...used.values()]) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

async function open(): Promise<Backend> {
  const server = createServer((_, response) => void response.end(`${backend.version}\n`)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const backend: Backend = { server, port: (server.address() as AddressInfo).port, version: '' }
  return backend
}
