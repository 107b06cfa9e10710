import { randomUUID } from 'node:crypto'
import { readdir, rename, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { closeServer, listenAt, type Release } from './listen-lock.ts'

const askMs = 2000

/**
 * Hold a name by socket files, for systems with neither abstract sockets nor named pipes; undefined when another holds it.
 *
 * A socket file outlives a killed process, and "remove it if it is still the dead one" cannot be done in one step. So every
 * candidate has a file of its own, which others remove only when nobody listens at it. Then it asks those that it finds:
 * it gives up for a holder and for a candidate with a smaller name, and waits for what becomes of one with a larger name.
 * Of two, at least one sees the other, so never both win.
 */
export async function electHolder(folder: string, name: string): Promise<Release | undefined> {
  // Socket paths end at 104 bytes on some systems.
  const prefix = `${name.slice(0, 31)}.`
  const own = `${prefix}${randomUUID().slice(-12)}`
  const path = join(folder, own)
  const waiting = new Set<Socket>()
  let state: 'candidate' | 'holder' | 'gone' = 'candidate'
  const answer = (socket: Socket): void => {
    socket.on('error', () => {})
    socket.unref()
    if (state === 'holder') return void socket.end('held')
    if (state === 'gone') return void socket.destroy()
    waiting.add(socket)
    socket.once('close', () => waiting.delete(socket))
  }
  // It gets its name when somebody listens, so that nobody takes it for a dead one.
  const server = await listenAt(`${path}~`, answer)
  if (server === undefined) return undefined
  const release = async (): Promise<void> => {
    state = 'gone'
    for (const socket of waiting) socket.destroy()
    await rm(path, { force: true })
    await closeServer(server)
  }
  try {
    await rename(`${path}~`, path)
    const others = (await readdir(folder)).filter(entry => entry.startsWith(prefix) && entry !== own && !entry.endsWith('~'))
    const held = await Promise.all(others.map(other => isHolding(join(folder, other), other < own)))
    if (held.includes(true)) {
      await release()
      return undefined
    }
  } catch (error) {
    await release()
    throw error
  }
  state = 'holder'
  for (const socket of waiting) socket.end('held')
  return release
}

/** Whether the other holds the name, or may get it; one that does not answer in time is taken to hold it. */
async function isHolding(path: string, isFirst: boolean): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  const socket = connect(path, () => isFirst && resolve(true))
  socket.once('data', () => resolve(true))
  socket.once('close', () => resolve(false))
  socket.setTimeout(askMs, () => resolve(true))
  socket.once('error', error => {
    const code = 'code' in error ? error.code : undefined
    // Nobody listens, and nobody ever will: names are not used twice.
    if (code === 'ECONNREFUSED') rm(path, { force: true }).then(() => resolve(false), reject)
    else if (code === 'ENOENT' || code === 'ECONNRESET' || code === 'EPIPE') resolve(false)
    else reject(error)
  })
  try {
    return await promise
  } finally {
    socket.destroy()
  }
}
