import { readFile } from 'node:fs/promises'
import type { ServiceBatch, ServiceInput, SourceCall } from '@proxym/core'

/** Reports the services that a JSON file lists. */
export function source(path: string) {
  return async (services: ServiceBatch, { signal }: SourceCall): Promise<void> => {
    const list: readonly ServiceInput[] = JSON.parse(await readFile(path, { encoding: 'utf8', signal }))
    services.add(...list)
  }
}
