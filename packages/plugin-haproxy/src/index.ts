import { definePlugin, text } from '@proxym/core'
import { commandWarnings } from './apply/command-warnings.ts'
import { applySettings } from './apply/settings.ts'
import { checkTemplate } from './check-template.ts'
import { commandEnvironment } from './command/environment.ts'
import { createOutput } from './create-output.ts'
import { type HaproxyOptions, haproxyOptions } from './options.ts'

export type { TemplateData } from './data/index.ts'
export type { HaproxyOptions } from './options.ts'
export type { TemplateFunction } from './render/index.ts'

declare module '@proxym/core' {
  interface Plugins {
    haproxy: HaproxyOptions
  }
}

/** The configuration file of HAProxy, nginx, or anything that is configured by one file: template, check, atomic replace, reload. */
export default definePlugin({
  name: 'haproxy',
  options: haproxyOptions,
  env: {
    TEMPLATE_PATH: text('templatePath'),
    CONFIG_FILE_PATH: text('configFilePath'),
    CHECK_COMMAND: text('checkCommand'),
    RELOAD_COMMAND: text('reloadCommand'),
  },
  apply(proxym, options) {
    const settings = applySettings(options, proxym.configDir, commandEnvironment(options.commandEnv))
    const output = createOutput(proxym, options, settings)
    proxym.lock(settings.target.path, { exists: async () => (await output.current()) !== '' })
    proxym.defer(() => output.close())
    proxym.check('template', signal => checkTemplate(proxym, options, signal))
    for (const warning of commandWarnings(settings)) proxym.logger.warn(warning)

    proxym.hooks.generateConfig.tapPromise({ name: 'file', dryRun: true }, (snapshot, call) =>
      call.dryRun ? output.preview(snapshot, call) : output.apply(snapshot, call).then(() => undefined),
    )
    proxym.hooks.notify.tapPromise('template', ({ refresh, signal }) => output.watch(refresh, signal))
  },
})
