import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { StateFile, StateIo } from './state-io.ts'

const stagedName = (name: string) => `.${name}.${randomBytes(6).toString('hex')}`

/** Whether a name is one that `writeState` leaves behind when it is killed. */
export function isStaged(name: string, prefix: string): boolean {
  return name.startsWith(`.${prefix}`) && /\.[0-9a-f]{12}$/.test(name)
}

/** Put a text in the place of a file, whole or not at all, also when the power fails. @throws what the system throws, with the old file in place */
export async function writeState(io: StateIo, folder: string, name: string, text: AsyncIterable<Uint8Array>): Promise<void> {
  const staged = join(folder, stagedName(name))
  const file = await io.create(staged)
  try {
    await fill(file, text)
    await io.rename(staged, join(folder, name))
  } catch (error) {
    await io.unlink(staged).catch(() => undefined)
    throw error
  }
  await io.syncFolder(folder)
}

async function fill(file: StateFile, text: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    let size = 0
    for await (const piece of text) {
      await file.append(piece)
      size += piece.byteLength
    }
    if ((await file.size()) !== size) throw new Error('the disk holds less than what was written')
    await file.sync()
  } catch (error) {
    await file.close().catch(() => undefined)
    throw error
  }
  await file.close()
}
