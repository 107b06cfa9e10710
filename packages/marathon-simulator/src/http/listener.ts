import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that can be closed so that connections are refused, and opened again on the same port. */
export interface Listener {
  readonly port: number
  readonly isOpen: boolean
  open(): Promise<void>
  /** Refuse connections, and cut those that are open. */
  close(): Promise<void>
}

/** Listen on a port; 0 takes a free one, and keeps it. */
export async function listen(host: string, wanted: number, onRequest: RequestListener): Promise<Listener> {
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, onRequest)
  const open = async (port: number): Promise<void> => {
    server.listen(port, host)
    await once(server, 'listening')
  }
  await open(wanted)
  const { port } = server.address() as AddressInfo
  return {
    port,
    get isOpen() {
      return server.listening
    },
    open: async () => (server.listening ? undefined : open(port)),
    async close() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
