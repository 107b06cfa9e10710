import { execFile } from 'node:child_process'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { workspaceEnvironment } from '../../scripts/environment.mjs'

const run = promisify(execFile)

/** What `npm install` left in an empty folder. */
export interface Installation {
  readonly folder: string
  /** Every package in `node_modules`, `@scope/name` or `name`, sorted. */
  readonly packages: readonly string[]
  /** Sum of the lengths of all files. */
  readonly bytes: number
  write(name: string, text: string): Promise<void>
  /** The installed command, in the folder; rejects when it does not end with 0. */
  proxym(...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }>
  /** A program, in the folder; resolves with what it printed. */
  node(program: string): Promise<string>
}

/**
 * Install tarballs with npm alone, in a folder outside of the workspace.
 *
 * @param overrides Tarballs by the name of the package, for those that only others depend on: no registry has them yet.
 */
export async function install(
  folder: string,
  tarballs: readonly string[],
  overrides: ReadonlyMap<string, string> = new Map(),
): Promise<Installation> {
  await mkdir(folder, { recursive: true })
  const replaced = Object.fromEntries([...overrides].map(([name, path]) => [name, `file:${path}`]))
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, overrides: replaced }))
  await run('npm', ['install', '--no-audit', '--no-fund', '--strict-peer-deps', ...tarballs], { cwd: folder, env: environment() })
  const modules = join(folder, 'node_modules')
  return {
    folder,
    packages: await packagesIn(modules),
    bytes: await bytesIn(modules),
    async write(name, text) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), text)
    },
    proxym: (...args) => run(join(modules, '.bin', 'proxym'), args, { cwd: folder, env: environment(), timeout: 60_000 }),
    node: async program =>
      (await run('node', ['--input-type=module', '--eval', program], { cwd: folder, env: environment() })).stdout,
  }
}

/** Without proxym's own variables, which a machine may have set. */
function environment(): Record<string, string> {
  return Object.fromEntries(Object.entries(workspaceEnvironment()).filter(([name]) => !name.startsWith('PROXYM_'))) as Record<
    string,
    string
  >
}

async function packagesIn(modules: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const name of await readdir(modules)) {
    if (name.startsWith('.')) continue
    if (!name.startsWith('@')) found.push(name)
    else found.push(...(await readdir(join(modules, name))).map(inScope => `${name}/${inScope}`))
  }
  return found.sort()
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  const sizes = await Promise.all(files.map(entry => stat(join(entry.parentPath, entry.name))))
  return sizes.reduce((sum, { size }) => sum + size, 0)
}
