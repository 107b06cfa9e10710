import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ProxymError } from '@proxym/core'
import { notWritten, shortWrite } from './errors.ts'
import { errorCode, type Io, type IoFile } from './io.ts'
import type { Ownership, Target } from './locate-target.ts'
import { sizeOf } from './size.ts'

/** A complete new version of the target, beside it and not yet in its place. */
export interface Staged {
  readonly path: string
  /** Put it in the target's place. @throws ProxymError with the target untouched */
  commit(): Promise<void>
  /** Remove it; false when that failed. */
  discard(): Promise<boolean>
}

/** Where a file is. */
type Place = Pick<Target, 'path' | 'folder' | 'name'>

// Ends neither in .cfg nor in .conf, so that a proxy that reads a whole folder does not read it.
const prefixOf = (name: string) => `.${name}.proxym-`

/** Write a text, given in parts, beside its target, durable, with the target's mode and owner. @throws ProxymError with nothing left behind */
export async function stage(
  io: Io,
  target: Place & Pick<Target, 'ownership'>,
  parts: readonly Uint8Array[],
  /** Of a first file. */
  mode = 0o640,
): Promise<Staged> {
  const path = join(target.folder, `${prefixOf(target.name)}${randomBytes(6).toString('hex')}`)
  const discard = () => remove(io, path)
  const failed = (error: unknown) => new ProxymError(notWritten(target.path, error))
  const file = await io.create(path).catch(error => Promise.reject(failed(error)))
  try {
    await write(file, parts, target.ownership, mode)
  } catch (error) {
    await discard()
    throw failed(error)
  }
  const commit = async () => {
    try {
      // What was written is not yet what the disk holds: a writer that ignored a short write was seen to report success.
      if (!(await io.holds(path, parts))) throw new Error(shortWrite)
      await io.rename(path, target.path)
    } catch (error) {
      await discard()
      throw failed(error)
    }
  }
  return { path, commit, discard }
}

async function write(file: IoFile, parts: readonly Uint8Array[], ownership: Ownership | undefined, mode: number): Promise<void> {
  try {
    for (const part of parts) await file.append(part)
    const facts = await file.stat()
    if (facts.size !== sizeOf(parts)) throw new Error(shortWrite)
    if (ownership !== undefined && (facts.uid !== ownership.uid || facts.gid !== ownership.gid)) {
      await file.chown(ownership.uid, ownership.gid)
    }
    // After chown, which clears bits of the mode.
    await file.chmod(ownership?.mode ?? mode)
    await file.sync()
  } catch (error) {
    await file.close().catch(() => undefined)
    throw error
  }
  await file.close()
}

/** Remove what an earlier run left beside the target. Only names that this writer makes for this target; false when something stayed. */
export async function sweep(io: Io, target: Place): Promise<boolean> {
  const prefix = prefixOf(target.name)
  const isOwn = (name: string) => name.startsWith(prefix) && /^[0-9a-f]{12}$/.test(name.slice(prefix.length))
  const left = (await io.list(target.folder)).filter(isOwn)
  const removed = await Promise.all(left.map(name => remove(io, join(target.folder, name))))
  return removed.every(Boolean)
}

async function remove(io: Io, path: string): Promise<boolean> {
  try {
    await io.unlink(path)
    return true
  } catch (error) {
    return errorCode(error) === 'ENOENT'
  }
}
