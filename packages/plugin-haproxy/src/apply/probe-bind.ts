import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

/** One address that a proxy is to listen on. */
export interface ListenPlace {
  readonly transport: 'tcp' | 'udp'
  /** `*` for all IPv4 addresses. */
  readonly address: string
  readonly port: number
}

/** Whether another process listens there already. What cannot be found out counts as no. */
export type ProbeBind = (place: ListenPlace) => Promise<boolean>

/** Listen there for a moment. */
export const probeBind: ProbeBind = ({ transport, address, port }) => {
  const host = address === '*' ? '0.0.0.0' : address
  return new Promise(resolve => {
    const isTaken = (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE')
    if (transport === 'udp') {
      const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4').once('error', isTaken)
      socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve(false)))
      return
    }
    const server = createServer(socket => socket.destroy()).once('error', isTaken)
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(false)))
  })
}
