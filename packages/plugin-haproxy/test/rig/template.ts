import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { tempFolder } from './temp-folder.ts'

/** A template file, with partials beside it, in a folder of its own. */
export async function writeTemplate(text: string, partials: Readonly<Record<string, string>> = {}) {
  const folder = await tempFolder()
  const path = join(folder, 'proxy.liquid')
  const write = async (name: string, content: string) => {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  await write('proxy.liquid', text)
  for (const [name, content] of Object.entries(partials)) await write(name, content)
  return { folder, path, write }
}
