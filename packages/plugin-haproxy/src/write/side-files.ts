import { basename, dirname, join } from 'node:path'
import type { SideFile } from '../render/mapfile-tag.ts'
import { errorCode, type Io } from './io.ts'
import type { Target } from './locate-target.ts'
import { stage } from './stage.ts'

/**
 * Write the files that a configuration names, each whole or not at all, before anything names them. One that is there with this content
 * is left alone.
 *
 * @throws ProxymError when one cannot be written
 */
export async function writeSideFiles(
  io: Io,
  target: Pick<Target, 'name' | 'ownership'>,
  files: readonly SideFile[],
): Promise<void> {
  const folders = new Set<string>()
  for (const { path, content } of files) {
    const bytes = Buffer.from(content)
    if (await holds(io, path, bytes)) continue
    const folder = dirname(path)
    // Staged under the name of the target: what is left behind by a crash is swept with it.
    const staged = await stage(io, { ...target, folder, path }, [bytes])
    await staged.commit()
    folders.add(folder)
  }
  for (const folder of folders) await io.syncFolder(folder)
}

async function holds(io: Io, path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return await io.holds(path, [bytes])
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

/** Remove the files of a target that a text does not name. */
export async function removeSideFiles(io: Io, target: string, text: string): Promise<void> {
  const folder = dirname(target)
  for (const file of await io.list(folder)) {
    if (nameOfMap(file, target) !== undefined && !text.includes(file)) await io.unlink(join(folder, file))
  }
}

/** What there is now under the name that a template gave to a file; empty for none. */
export async function currentSideFile(io: Io, target: string, name: string, text: string): Promise<string> {
  const folder = dirname(target)
  const file = (await io.list(folder)).find(each => nameOfMap(each, target) === name && text.includes(each))
  return file === undefined ? '' : Buffer.from(await io.readFile(join(folder, file))).toString('utf8')
}

/** The name that a template gave to a file beside `target`; undefined for any other file. */
export function nameOfMap(file: string, target: string): string | undefined {
  const found = /^(.*)\.([a-z][a-z0-9_]*)-[0-9a-f]{12}\.map$/.exec(basename(file))
  return found?.[1] === basename(target) ? found[2] : undefined
}
