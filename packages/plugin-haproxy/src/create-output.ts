import type { GenerateCall, PluginContext, Preview, Refresh, Snapshot } from '@proxym/core'
import { createApplier } from './apply/applier.ts'
import { monotonicClock } from './apply/clock.ts'
import type { ApplySettings } from './apply/settings.ts'
import { runCommand } from './command/run-command.ts'
import type { FilledOptions } from './options.ts'
import { createRenderer } from './render/index.ts'
import { askSocket } from './verify/ask-socket.ts'
import { targetChanged, templateChanged } from './watch/errors.ts'
import { createFileWatch } from './watch/watch-files.ts'
import { nodeIo } from './write/io.ts'

/** The one file of an instance of this plugin: what it should hold, and making it so. */
export interface Output {
  apply(snapshot: Snapshot, call: GenerateCall): Promise<void>
  /** What `apply` would change. Touches nothing. */
  preview(snapshot: Snapshot, call: GenerateCall): Promise<readonly Preview[]>
  /** Refresh when the template changes, or the target by another hand; until the signal aborts. */
  watch(refresh: Refresh, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Join renderer and applier with the real file system, commands and sockets. Does no I/O yet. */
export function createOutput(
  { configDir, logger, name, state, stateDir }: Pick<PluginContext, 'configDir' | 'logger' | 'name' | 'state' | 'stateDir'>,
  { templatePath: template, syntax, configText, vars, watchTarget }: FilledOptions,
  settings: ApplySettings,
): Output {
  const { path } = settings.target
  const renderer = createRenderer({ template, configDir, syntax, configText, vars })
  const edges = { io: nodeIo, run: runCommand, ask: askSocket, clock: monotonicClock }
  const applier = createApplier(settings, { ...edges, state, stateDir, logger: logger.named(`${name}/file`) })
  let rendered = () => {}

  const render = async (snapshot: Snapshot, { signal, report }: GenerateCall): Promise<string> => {
    const { text, problems } = await renderer.render(snapshot, { signal })
    for (const problem of problems) report(problem)
    rendered()
    return text
  }
  return {
    apply: async (snapshot, call) => applier.apply(await render(snapshot, call), call.signal),
    preview: async (snapshot, call) => {
      const after = await render(snapshot, call)
      return [{ target: path, before: await applier.current(), after }]
    },
    async watch(refresh, signal) {
      const files = createFileWatch({
        files: () => (watchTarget ? [...renderer.files(), path] : renderer.files()),
        changed(file) {
          if (file !== path) return refresh(templateChanged(file))
          // Our own writing is a change as well. What cannot be read now is told by the next call.
          applier.hasDrifted().then(
            drifted => drifted && refresh(targetChanged(path)),
            () => refresh(targetChanged(path)),
          )
        },
        logger: logger.named(`${name}/template`),
      })
      rendered = () => files.follow()
      await files.run(signal)
    },
    close: () => renderer.close(),
  }
}
