import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Rig } from './run-proxym.ts'

/** What core keeps in the state folder of a rig, by name. */
export async function stateFiles(rig: Rig): Promise<readonly (readonly [name: string, text: string])[]> {
  const folder = rig.path('.proxym')
  const names = (await readdir(folder).catch(() => [])).filter(name => name.startsWith('state-')).sort()
  return Promise.all(names.map(async name => [name, await readFile(join(folder, name), 'utf8')] as const))
}
