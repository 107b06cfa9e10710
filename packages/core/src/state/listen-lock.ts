import { createServer, type Server, type Socket } from 'node:net'

/** Lets a lock go. */
export type Release = () => Promise<void>

/** Listen at a path without keeping the process alive; undefined when another socket has it. */
export async function listenAt(path: string, onConnection: (socket: Socket) => void): Promise<Server | undefined> {
  const server = createServer(onConnection)
  const { promise, resolve, reject } = Promise.withResolvers<Server | undefined>()
  server.once('error', error => ('code' in error && error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
  // exclusive: a worker of node:cluster would otherwise share the socket of its siblings.
  server.listen({ path, exclusive: true }, () => resolve(server))
  const listening = await promise
  listening?.on('error', () => {})
  return listening?.unref()
}

/** Stop listening. */
export async function closeServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  await promise
}

/** Hold a name that only one socket can have and that the kernel frees; undefined when another one has it. */
export async function listenLock(path: string): Promise<Release | undefined> {
  const server = await listenAt(path, socket => socket.destroy())
  return server === undefined ? undefined : () => closeServer(server)
}
