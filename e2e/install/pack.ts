import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { workspaceEnvironment } from '../../scripts/environment.mjs'
import { pnpm } from '../../scripts/pnpm.mjs'
import { root } from '../rules/tracked-files.ts'

const run = promisify(execFile)

/** Where the tarball of each package is, by the name of the package. */
export type Tarballs = ReadonlyMap<string, string>

/** Pack every package of the workspace into a folder, as `pnpm publish` would. */
export async function packWorkspace(folder: string): Promise<Tarballs> {
  await pnpm('--recursive', '--filter', './packages/*', 'pack', '--pack-destination', folder)
  const files = await readdir(folder)
  const tarballs = new Map<string, string>()
  for (const entry of await readdir(join(root, 'packages'))) {
    const { name, version } = JSON.parse(await readFile(join(root, 'packages', entry, 'package.json'), 'utf8'))
    const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
    if (!files.includes(file)) throw new Error(`\`${name}\` was not packed as ${file}, there are ${files.join(', ')}`)
    tarballs.set(name, join(folder, file))
  }
  return tarballs
}

/** Pack a package of somebody else, given as its files. */
export async function packPackage(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: folder,
    env: workspaceEnvironment(),
  })
  const name = /"filename": "([^"]+)"/.exec(stdout)?.[1]
  if (name === undefined) throw new Error(`\`npm pack\` printed no file name: ${stdout}`)
  return join(folder, name.replace('@', '').replace('/', '-'))
}
