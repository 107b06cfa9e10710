import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generatedFiles } from './generated-files.ts'

for (const [path, text] of generatedFiles()) {
  const target = fileURLToPath(new URL(`../${path}`, import.meta.url))
  if ((await readFile(target, 'utf8').catch(() => '')) === text) continue
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, text)
  process.stdout.write(`wrote ${path}\n`)
}
