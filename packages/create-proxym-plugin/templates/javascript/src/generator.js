import { readFile, rename, writeFile } from 'node:fs/promises'

/**
 * Makes a JSON file list every service with its hosts. Does nothing when it does already.
 *
 * @param {string} path
 */
export function generator(path) {
  /** @type {(snapshot: import('@proxym/core').Snapshot, call: import('@proxym/core').GenerateCall) => Promise<readonly import('@proxym/core').Preview[]>} */
  return async ({ services }, { dryRun }) => {
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
