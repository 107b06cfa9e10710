import type { ServiceInput } from '@proxym/core'
import { readApps, readTasks } from '../../src/mapping/read-documents.ts'
import { toServices } from '../../src/mapping/to-services.ts'
import type { MappingOptions } from '../../src/options.ts'
import { defaults } from './defaults.ts'

/** JSON as Marathon may send it. */
export type Json = unknown

/** What apps and tasks come to, with what tests look at most. */
export interface Mapped {
  readonly services: readonly ServiceInput[]
  readonly ids: readonly (string | undefined)[]
  /** `id host:port host:port` for each service. */
  readonly hosts: readonly string[]
  readonly codes: readonly string[]
}

/** Read and map documents as the plugin does. */
export function mapApps(
  apps: Json | readonly Json[],
  tasks: Json | readonly Json[],
  options: Partial<MappingOptions> = {},
  older: Readonly<Record<string, Json>> = {},
): Mapped {
  const versions = new Map(Object.entries(older).map(([version, app]) => [version, readApps([app]).items[0]]))
  const { services, problems } = toServices(
    readApps([apps].flat()).items,
    readTasks([tasks].flat()).items,
    { ...defaults, ...options },
    (_, version) => versions.get(version),
  )
  const list = [...services.values()].flat()
  return {
    services: list,
    ids: list.map(({ id }) => id),
    hosts: list.map(({ id, hosts = [] }) => [id, ...hosts.map(({ ip, port }) => `${ip}:${port}`)].join(' ')),
    codes: problems.map(({ code }) => code.replace('PROXYM_MARATHON_', '')),
  }
}
