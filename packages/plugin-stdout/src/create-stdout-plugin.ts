import type { Writable } from 'node:stream'
import { definePlugin, text } from '@proxym/core'
import { outputGone } from './errors.ts'
import { options } from './options.ts'
import { createPrinter } from './printer.ts'
import { render } from './render.ts'

/** A stream to print to, and how wide it is when it is a terminal. */
export type Output = Writable & { readonly columns?: number }

/** Make the plugin for a stream. `output` is called when the plugin is applied. */
export function createStdoutPlugin(output: () => Output) {
  return definePlugin({
    name: 'stdout',
    options,
    env: { FORMAT: text('format') },
    apply(proxym, { format }) {
      const stream = output()
      const logger = proxym.logger.named('print')
      const printer = createPrinter(stream, code => logger.warn(outputGone(code)))
      proxym.defer(() => printer.close())
      // A dry run prints nothing: what was printed before is not there to be compared with.
      proxym.hooks.generateConfig.tapPromise({ name: 'print', dryRun: true }, async ({ services }, { dryRun, signal }) => {
        if (!dryRun) await printer.print(render(services, format, stream.columns ?? 80), signal)
        return []
      })
    },
  })
}
