import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder of its own for one test, removed after it, with the given files in `services/`. */
export async function tempFolder(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<{ base: string; folder: string }> {
  const base = await mkdtemp(join(tmpdir(), 'proxym-file-'))
  onTestFinished(() => rm(base, { recursive: true, force: true }))
  const folder = join(base, 'services')
  await mkdir(folder)
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  return { base, folder }
}
