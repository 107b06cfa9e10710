import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A TCP proxy on loopback, between a client and a server that may change. */
export interface TcpProxy {
  readonly port: number
  /** Bytes that went to the server since `cutAfter` was last called. */
  sent(): number
  /** Bytes that came back. */
  received(): number
  /** Cut every connection after so many bytes in that direction, once; undefined: never. */
  cutAfter(bytes: number | undefined, direction?: 'sent' | 'received'): void
  /** Pass new connections on to another server. */
  turnTo(port: number): void
  /** End the connections that there are. */
  end(): void
}

export async function startTcpProxy(target: number): Promise<TcpProxy> {
  let port = target
  let limit: { readonly bytes: number; readonly direction: 'sent' | 'received' } | undefined
  let counts = { sent: 0, received: 0 }
  const sockets = new Set<Socket>()
  const pump = (from: Socket, to: Socket, direction: 'sent' | 'received', end: () => void): void => {
    from.on('data', chunk => {
      const left = limit?.direction === direction ? limit.bytes - counts[direction] : Number.POSITIVE_INFINITY
      counts[direction] += chunk.length
      if (chunk.length < left) return void to.write(chunk)
      limit = undefined
      if (left > 0) to.write(chunk.subarray(0, left), end)
      else end()
    })
    from.on('close', () => to.end())
    from.on('error', () => to.destroy())
  }
  const server = createServer(client => {
    const upstream = connect(port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true)
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    }
    const end = (): void => {
      client.resetAndDestroy()
      upstream.end()
    }
    pump(client, upstream, 'sent', end)
    pump(upstream, client, 'received', end)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const close = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  onTestFinished(() => {
    server.close()
    close()
  })
  return {
    port: (server.address() as AddressInfo).port,
    sent: () => counts.sent,
    received: () => counts.received,
    cutAfter(bytes, direction = 'sent') {
      counts = { sent: 0, received: 0 }
      limit = bytes === undefined ? undefined : { bytes, direction }
    },
    turnTo(next) {
      port = next
    },
    end: close,
  }
}
