import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from '@proxym/core'
import file from '@proxym/plugin-file'
import { stringify } from 'yaml'
import { tempFolder } from '../../packages/plugin-haproxy/test/rig/temp-folder.ts'
import { marathonEntrance } from './marathon-entrance.ts'
import type { Raw } from './raw.ts'

/** A way by which services from outside reach proxym. */
export interface Entrance {
  /** The tap that reports what is wrong with them. */
  readonly tap: string
  /** Of the hostile values, each how many-th goes through in the long tier; what follows the source is the same for all. */
  readonly step: number
  /** Fields that it has no place for. */
  readonly lacks?: readonly string[]
  /** The id that a service gets. */
  idOf(service: Raw): string
  /** What messages call it while it is no service. @default its id */
  nameOf?(service: Raw): string
  /** The source that reports these groups of services. */
  open(groups: Readonly<Record<string, readonly Raw[]>>): Promise<Plugin>
}

const files = (ending: string, step: number, write: (services: readonly Raw[]) => string): Entrance => ({
  tap: 'file/files',
  step,
  idOf: ({ id }) => String(id),
  async open(groups) {
    const folder = await tempFolder()
    for (const [name, services] of Object.entries(groups)) await writeFile(join(folder, `${name}.${ending}`), write(services))
    return file({ configsPath: folder })
  },
})

/** Every way that there is. Another source joins the tests with one line here. */
export const entrances = {
  json: files('json', 1, services => JSON.stringify(services, null, 1)),
  yaml: files('yaml', 4, services => stringify(services)),
  marathon: marathonEntrance,
} as const satisfies Readonly<Record<string, Entrance>>
