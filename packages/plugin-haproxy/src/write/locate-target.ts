import { basename, dirname, join, resolve } from 'node:path'
import { ProxymError } from '@proxym/core'
import type { ConfigText } from '../text/index.ts'
import { folderMissing, notAFile, unreadable } from './errors.ts'
import { hashOf } from './hash.ts'
import { errorCode, type Io } from './io.ts'

/** Mode and owner of a file. */
export interface Ownership {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** The target as it is on disk now. */
export interface Target {
  /** The file itself, behind any symbolic links. */
  readonly path: string
  readonly folder: string
  readonly name: string
  /** The bytes that it holds, in parts; all three undefined when it does not exist. */
  readonly parts: readonly Uint8Array[] | undefined
  readonly hash: string | undefined
  readonly ownership: Ownership | undefined
}

/** Bytes whose hash is known. */
export type Hashed = Pick<ConfigText, 'parts' | 'size' | 'hash'>

/** Find and read the file behind a path; `likely` is what it probably holds. @throws ProxymError when there is no folder, no regular file, or no permission */
export async function locateTarget(io: Io, configFilePath: string, likely?: Hashed): Promise<Target> {
  try {
    const path = await realTarget(io, configFilePath)
    const place = { path, folder: dirname(path), name: basename(path) }
    return { ...place, ...(await contents(io, path, configFilePath, likely)) }
  } catch (error) {
    if (error instanceof ProxymError) throw error
    throw new ProxymError(unreadable(configFilePath, error))
  }
}

async function contents(
  io: Io,
  path: string,
  given: string,
  likely: Hashed | undefined,
): Promise<Pick<Target, 'parts' | 'hash' | 'ownership'>> {
  try {
    const facts = await io.stat(path)
    if (!facts.isFile()) throw new ProxymError(notAFile(given))
    const ownership = { mode: facts.mode & 0o7777, uid: facts.uid, gid: facts.gid }
    if (likely !== undefined && facts.size === likely.size && (await io.holds(path, likely.parts))) {
      return { parts: likely.parts, hash: likely.hash, ownership }
    }
    const bytes = await io.readFile(path)
    return { parts: [bytes], hash: hashOf(bytes), ownership }
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    return { parts: undefined, hash: undefined, ownership: undefined }
  }
}

async function realTarget(io: Io, path: string, links = 0): Promise<string> {
  try {
    return await io.realpath(path)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
  // A link to a file that does not exist yet: the link stays, the file is made where it points.
  const pointsTo = links < 40 ? await io.linkTarget(path) : undefined
  if (pointsTo !== undefined) return realTarget(io, resolve(dirname(path), pointsTo), links + 1)
  try {
    return join(await io.realpath(dirname(path)), basename(path))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw new ProxymError(folderMissing(path, error))
    throw error
  }
}
