import { readFile } from 'node:fs/promises'

/**
 * Reports the services that a JSON file lists.
 *
 * @param {string} path
 */
export function source(path) {
  /** @type {(services: import('@proxym/core').ServiceBatch, call: import('@proxym/core').SourceCall) => Promise<void>} */
  return async (services, { signal }) => {
    services.add(...JSON.parse(await readFile(path, { encoding: 'utf8', signal })))
  }
}
