import { createServer, type Server } from 'node:net'

/** Listen at a path that only one socket can have; undefined when another one has it. */
export async function listenLock(path: string): Promise<Server | undefined> {
  // Whoever connects only wants to know whether somebody is here.
  const server = createServer(socket => socket.destroy())
  const { promise, resolve, reject } = Promise.withResolvers<Server | undefined>()
  server.once('error', error => ('code' in error && error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
  // exclusive: a worker of node:cluster would otherwise share the socket of its siblings.
  server.listen({ path, exclusive: true }, () => resolve(server))
  const listening = await promise
  listening?.on('error', () => {})
  // The lock lasts as long as the process, and must not be what makes it last.
  return listening?.unref()
}
