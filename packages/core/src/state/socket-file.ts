import { randomUUID } from 'node:crypto'
import { link, rename, rm } from 'node:fs/promises'
import { connect, type Server } from 'node:net'
import { listenLock } from './listen-lock.ts'

/**
 * Hold a socket file, where the system has neither abstract sockets nor named pipes. A file that nobody
 * listens at was left by a process that was killed, and is taken over; undefined when somebody listens.
 */
export async function listenSocketFile(path: string): Promise<Server | undefined> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const server = await listenLock(path)
    if (server !== undefined) return server
    if (await isAlive(path)) return undefined
    await removeStale(path)
  }
  return undefined
}

async function isAlive(path: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect(path, () => resolve(true))
  socket.once('error', error => resolve(!('code' in error && ['ECONNREFUSED', 'ENOENT'].includes(String(error.code)))))
  try {
    return await promise
  } finally {
    socket.destroy()
  }
}

/** Two that find the same stale file must not remove each other's new one: what was moved away is looked at again. */
async function removeStale(path: string): Promise<void> {
  const aside = `${path}.${randomUUID().slice(0, 8)}`
  try {
    await rename(path, aside)
    if (await isAlive(aside)) await link(aside, path)
  } catch {
    // Somebody else moved it first, or already has the path again: the next attempt finds out.
  }
  await rm(aside, { force: true })
}
