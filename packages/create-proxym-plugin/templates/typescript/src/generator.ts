import { readFile, rename, writeFile } from 'node:fs/promises'
import type { GenerateCall, Preview, Snapshot } from '@proxym/core'

/** Makes a JSON file list every service with its hosts. Does nothing when it does already. */
export function generator(path: string) {
  return async ({ services }: Snapshot, { dryRun }: GenerateCall): Promise<readonly Preview[]> => {
    const list = services.map(({ id, domains, hosts }) => ({ id, domains, hosts }))
    const after = `${JSON.stringify(list, null, 2)}\n`
    const before = await readFile(path, 'utf8').catch(() => '')
    if (before !== after && !dryRun) {
      await writeFile(`${path}.new`, after)
      await rename(`${path}.new`, path)
    }
    return [{ target: path, before, after }]
  }
}
