import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from '@proxym/core'
import file from '@proxym/plugin-file'
import { stringify } from 'yaml'
import { tempFolder } from '../../packages/plugin-haproxy/test/rig/temp-folder.ts'

/** A service as people write it, before anything has looked at it. */
export type Raw = Readonly<Record<string, unknown>>

/** A way by which services from outside reach proxym. */
export interface Entrance {
  /** The tap that reports what is wrong with them. */
  readonly tap: string
  /** The source that reports these groups of services. */
  open(groups: Readonly<Record<string, readonly Raw[]>>): Promise<Plugin>
}

const files = (ending: string, write: (services: readonly Raw[]) => string): Entrance => ({
  tap: 'file/files',
  async open(groups) {
    const folder = await tempFolder()
    for (const [name, services] of Object.entries(groups)) await writeFile(join(folder, `${name}.${ending}`), write(services))
    return file({ configsPath: folder })
  },
})

/** Every way that there is. Another source joins the tests with one line here. */
export const entrances = {
  json: files('json', services => JSON.stringify(services, null, 1)),
  yaml: files('yaml', services => stringify(services)),
} as const satisfies Readonly<Record<string, Entrance>>
