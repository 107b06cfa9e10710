import type { GenerateCall, PluginContext, Preview, Problem, Refresh, Service, Snapshot } from '@proxym/core'
import { type ApplierParts, createApplier } from './apply/applier.ts'
import { monotonicClock } from './apply/clock.ts'
import type { Way } from './apply/loader.ts'
import { probeBind } from './apply/probe-bind.ts'
import type { ApplySettings } from './apply/settings.ts'
import { runCommand } from './command/run-command.ts'
import type { FilledOptions } from './options.ts'
import { createServiceApplier } from './quarantine/apply-services.ts'
import { createLastGood } from './quarantine/last-good.ts'
import { createRenderer } from './render/index.ts'
import type { SideFile } from './render/mapfile-tag.ts'
import { askSocket } from './verify/ask-socket.ts'
import { askOldWorkers, judgeOldWorkers } from './verify/old-workers.ts'
import { targetChanged, templateChanged } from './watch/errors.ts'
import { createFileWatch } from './watch/watch-files.ts'
import { nodeIo } from './write/io.ts'
import { currentSideFile, nameOfMap } from './write/side-files.ts'

/** The one file of an instance of this plugin: what it should hold, and making it so. */
export interface Output {
  apply(snapshot: Snapshot, call: GenerateCall): Promise<void>
  /** What `apply` would change. Touches nothing. */
  preview(snapshot: Snapshot, call: GenerateCall): Promise<readonly Preview[]>
  /** What the target holds now; empty when it does not exist. */
  current(): Promise<string>
  /** Refresh when the template changes, or the target by another hand; until the signal aborts. */
  watch(refresh: Refresh, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** The outside world: files, commands, sockets and time. */
export type Edges = Pick<ApplierParts, 'io' | 'run' | 'ask' | 'clock' | 'probe'>

const realEdges: Edges = { io: nodeIo, run: runCommand, ask: askSocket, clock: monotonicClock, probe: probeBind }

/** Join renderer and applier with the outside world. Does no I/O yet. */
export function createOutput(
  context: Pick<PluginContext, 'configDir' | 'logger' | 'metrics' | 'name' | 'state' | 'stateDir' | 'refresh'>,
  { templatePath: template, syntax, configText, vars, watchTarget }: FilledOptions,
  settings: ApplySettings,
  edges = realEdges,
): Output {
  const { configDir, logger, name, state, stateDir } = context
  const { path } = settings.target
  const renderer = createRenderer({ template, configDir, targetPath: path, syntax, configText, vars })
  const reloads = context.metrics.counter({
    name: 'reloads_total',
    help: 'Reloads of the proxy by result: loaded, failed.',
    labels: ['result'],
  })
  for (const result of ['loaded', 'failed']) reloads.inc({ result }, 0)
  const loads = context.metrics.counter({
    name: 'loads_total',
    help: 'Configurations that the proxy has come to run with, by path: runtime or reload, and why it was a reload.',
    labels: ['path', 'reason'],
  })
  const { masterSocket } = settings
  const oldWorkers = context.metrics.gauge({
    name: 'old_workers',
    help: 'Workers of earlier configurations that still have connections; none without a `masterSocket`.',
  })
  const applier = createApplier(settings, {
    ...{ ...edges, state, stateDir, syntax: renderer.syntax },
    logger: logger.named(`${name}/file`),
    askAgain: context.refresh,
    proved: hash => services.proved(hash),
    reloaded: isLoaded => reloads.inc({ result: isLoaded ? 'loaded' : 'failed' }),
    took(way) {
      loads.inc({ path: way.path, reason: way.path === 'reload' ? way.reason : '' })
      lastWay = way
    },
  })
  let rendered = () => {}
  let lastWay: Way | undefined

  const render = async (services: readonly Service[], signal: AbortSignal) => {
    const result = await renderer.render({ services }, { signal })
    rendered()
    return result
  }
  const services = createServiceApplier({
    render,
    load: applier.apply,
    trial: applier.trial,
    syntax: renderer.syntax,
    askAgain: context.refresh,
    lastGood: createLastGood(path, state),
    clock: edges.clock,
    hasCheck: settings.checkCommand !== undefined,
  })
  /** After each change, and at each resync. */
  const countOldWorkers = async (signal: AbortSignal): Promise<readonly Problem[]> => {
    if (masterSocket === undefined) return []
    const workers = await askOldWorkers(edges.ask, masterSocket, signal)
    if (workers === undefined) return []
    oldWorkers.set(workers.length)
    return judgeOldWorkers(workers, masterSocket)
  }
  /** Under names that do not change with the content. */
  const previewFiles = (files: readonly SideFile[], text: string): Promise<readonly Preview[]> =>
    Promise.all(
      files.map(async ({ path: file, content: after }) => {
        const name = nameOfMap(file, path) ?? ''
        return { target: `${path}.${name}.map`, before: await currentSideFile(edges.io, path, name, text), after }
      }),
    )
  const reportAll = ({ report }: GenerateCall, problems: readonly Problem[]) => {
    for (const problem of problems) report(problem)
  }
  return {
    async apply(snapshot, call) {
      reportAll(call, await services.apply(snapshot.services, call.signal))
      if (lastWay !== undefined) call.note(wordsFor(lastWay))
      reportAll(call, await countOldWorkers(call.signal))
    },
    preview: async (snapshot, call) => {
      const { config, problems } = await render(services.effective(snapshot.services), call.signal)
      reportAll(call, problems)
      const before = await applier.current()
      return [{ target: path, before, after: config.text }, ...(await previewFiles(config.sideFiles, before))]
    },
    current: () => applier.current(),
    async watch(refresh, signal) {
      // The thread starts and reads the template while the sources are asked. What is wrong with it shows when it is used.
      renderer.syntax().catch(() => undefined)
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
    async close() {
      await applier.end()
      await renderer.close()
    },
  }
}

function wordsFor(way: Way): string {
  if (way.path === 'reload') return `loaded by a reload (${way.reason})`
  return way.isChecked ? 'loaded by the runtime socket' : 'loaded by the runtime socket, before its check'
}
