import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pnpm } from '../../scripts/pnpm.mjs'
import { runCommand } from '../../scripts/run-command.mjs'
import type { Packed } from './stand-in-registry.ts'

/** Pack every package of the workspace into a folder, as it would be published. Needs a build. */
export async function packWorkspace(folder: string): Promise<readonly Packed[]> {
  await pnpm('--recursive', '--filter', './packages/*', 'pack', '--pack-destination', folder)
  const tarballs = (await readdir(folder)).filter(name => name.endsWith('.tgz'))
  return Promise.all(
    tarballs.map(async name => {
      const path = join(folder, name)
      const unpacked = `${path}.json`
      await runCommand('sh', ['-c', 'tar -xzOf "$0" package/package.json > "$1"', path, unpacked])
      return { path, manifest: JSON.parse(await readFile(unpacked, 'utf8')) as Packed['manifest'] }
    }),
  )
}
