import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { folderIsFile, folderNotEmpty } from './errors.ts'
import type { PlannedFile } from './plan-files.ts'

/**
 * Write the files into a folder that is new or empty.
 *
 * @throws Mistake when it is neither; then nothing is written
 */
export async function writeFiles(folder: string, shown: string, files: readonly PlannedFile[]): Promise<void> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR') throw folderIsFile(shown)
    if (error.code === 'ENOENT') return []
    throw error
  })
  // A repository that was made first is as good as empty.
  if (present.some(name => name !== '.git')) throw folderNotEmpty(shown)
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text, { flag: 'wx' })
  }
}
