import { resolve } from 'node:path'
import { definePlugin, text } from '@proxym/core'
import { type FileOptions, options } from './options.ts'
import { createFolderReader } from './read-folder.ts'
import { watchFolder } from './watch-folder.ts'

export type { FileOptions } from './options.ts'

declare module '@proxym/core' {
  interface Plugins {
    file: FileOptions
  }
}

/** Services from a folder of JSON and YAML files. */
export default definePlugin({
  name: 'file',
  source: 'File',
  options,
  env: { CONFIGS_PATH: text('configsPath') },
  apply(proxym, { configsPath }) {
    const folder = resolve(proxym.configDir, configsPath)
    // A folder is read again in no time, so what a person deletes is soon believed.
    proxym.hooks.generateServices.tapPromise({ name: 'files', confirmMs: 2000 }, createFolderReader(folder))
    proxym.hooks.notify.tapPromise('watch', ({ refresh, signal }) =>
      watchFolder({ folder, refresh, signal, logger: proxym.logger.named('watch') }),
    )
  },
})
