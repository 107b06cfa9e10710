import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/** The connections of one server. */
export interface Connections {
  /** Close what is idle or has not sent a whole request, now and as soon as the others are answered. */
  closeIdle(): void
  closeAll(): void
}

/**
 * Keep a server to a number of connections. At the limit the oldest one without a complete request makes room, so that
 * connections which say nothing never keep out one that asks something; when all are being answered the new one is closed.
 */
export function limitConnections(server: Server, limit: number): Connections {
  // Oldest first, each with the requests whose answers are not finished.
  const open = new Map<Socket, Set<IncomingMessage>>()
  let isClosing = false
  const close = (socket: Socket): void => {
    open.delete(socket)
    socket.destroy()
  }
  const isBusy = (requests: ReadonlySet<IncomingMessage>): boolean => {
    for (const request of requests) if (request.complete) return true
    return false
  }
  const oldestIdle = (): Socket | undefined => {
    for (const [socket, requests] of open) if (!isBusy(requests)) return socket
    return undefined
  }

  server.on('connection', (socket: Socket) => {
    if (open.size >= limit) {
      const oldest = oldestIdle()
      if (oldest === undefined) return void socket.destroy()
      close(oldest)
    }
    open.set(socket, new Set())
    socket.once('close', () => open.delete(socket))
  })
  server.prependListener('request', (request, response) => {
    const requests = open.get(request.socket)
    requests?.add(request)
    response.once('close', () => {
      requests?.delete(request)
      if (isClosing && requests?.size === 0) request.socket.end()
    })
  })
  return {
    closeIdle() {
      isClosing = true
      for (const [socket, requests] of open) if (!isBusy(requests)) close(socket)
    },
    closeAll() {
      for (const socket of open.keys()) close(socket)
    },
  }
}
