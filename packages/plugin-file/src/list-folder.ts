import { opendir, stat } from 'node:fs/promises'
import { ProxymError } from '@proxym/core'
import { folderProblem } from './errors.ts'
import { isServiceFile } from './file-name.ts'
import { limits } from './limits.ts'

/**
 * The names of the service files in a folder.
 *
 * @throws ProxymError `PROXYM_FILE_FOLDER` when it is missing, unreadable or holds too many
 */
export async function listFolder(path: string): Promise<readonly string[]> {
  const names: string[] = []
  try {
    // Streamed, so that a folder of a million files costs no memory before it is refused.
    for await (const { name } of await opendir(path, { bufferSize: 512 })) {
      if (!isServiceFile(name)) continue
      if (names.push(name) > limits.files) throw new ProxymError(folderProblem.tooMany(path))
    }
    return names
  } catch (error) {
    throw error instanceof ProxymError ? error : new ProxymError(folderProblem.unreadable(path, error))
  }
}

/**
 * Which folder a path names now: another one has another identity, also when it holds the same files.
 *
 * @throws ProxymError `PROXYM_FILE_FOLDER` when there is none
 */
export async function identifyFolder(path: string): Promise<string> {
  try {
    const found = await stat(path, { bigint: true })
    if (!found.isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' })
    // The number of a removed folder is given to the next one, often at once; the time of birth tells them apart.
    return `${found.dev}:${found.ino}:${found.birthtimeNs}`
  } catch (error) {
    throw new ProxymError(folderProblem.unreadable(path, error))
  }
}
