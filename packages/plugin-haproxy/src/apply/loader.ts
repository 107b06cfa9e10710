import { type PluginState, ProxymError } from '@proxym/core'
import { createKnownProcess } from '../runtime/known-process.ts'
import { type Obstacle, RuntimeObstacle } from '../runtime/obstacle.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { ConfigText } from '../text/index.ts'
import type { AskSocket } from '../verify/ask-socket.ts'
import { watchReload } from '../verify/watch-reload.ts'
import type { Clock } from './clock.ts'
import { type Commands, succeeded } from './commands.ts'
import { reloadFailed, verifyFailed } from './errors.ts'
import { createReloadGap } from './reload-gap.ts'
import type { ApplySettings } from './settings.ts'

/** How the proxy came to run with a text: by the runtime socket, or by a reload and why. `off`: there is no runtime socket. */
export type Way =
  | { readonly path: 'runtime' /** Before it went live; else it is checked afterwards. */; readonly isChecked: boolean }
  | { readonly path: 'reload'; readonly reason: Obstacle | 'off' }

/** Makes the proxy load the file, and knows what it has loaded. */
export interface Loader {
  /** Hash of the text that the proxy is known to run with. */
  loaded(): string | undefined
  /**
   * Bring in what has changed while the proxy runs, else reload, and prove it.
   *
   * @param held hash of what the target held before: what another hand put there may have been loaded by that hand
   * @param checkFirst runs before a reload, and decides on it by throwing; the text has not been checked then, and `proved` comes later
   * @throws ProxymError, after which nobody knows what is loaded
   */
  load(config: ConfigText, held: string | undefined, signal: AbortSignal, checkFirst?: () => Promise<void>): Promise<Way>
  /** A text that was brought in before its check has passed it. */
  proved(hash: string): void
  /** Forget what is loaded when another process answers than the one that loaded it. */
  look(signal: AbortSignal): Promise<void>
  /** Nobody knows any more what the proxy runs with. */
  forget(): void
}

export interface LoaderParts {
  readonly commands: Commands
  readonly ask: AskSocket
  readonly clock: Clock
  readonly state: PluginState
  /** Undefined without a runtime socket. */
  readonly runtime: Runtime | undefined
  /** The text that was loaded last. */
  readonly running: () => Promise<ConfigText | undefined>
  /** Told of each reload whether the proxy runs with the new text. */
  readonly reloaded?: ((isLoaded: boolean) => void) | undefined
}

export function createLoader(
  settings: ApplySettings,
  { commands, ask, clock, state, runtime, running, reloaded }: LoaderParts,
): Loader {
  const { target, masterSocket: master, statsSocket: stats, runtimeSocket, verifyTimeoutMs: timeoutMs } = settings
  const known = runtimeSocket === undefined ? undefined : createKnownProcess(runtimeSocket, { ask, clock, state })
  const key = `loaded:${target.path}`
  // Kept over a SIGHUP and never longer. Another process cannot know what the proxy did meanwhile: it may have been started again with a
  // file that is gone by now, or a reload may have worked whose end a killed proxym did not see. A reload too many drops nothing, one
  // that is missing is never made up for: so each start reloads once.
  const gap = createReloadGap(settings.reloadGapMs, clock)
  // The state is asked each time: an instance that is stopping may still write what it came to.
  const loaded = () => {
    if (unproved !== undefined) return unproved
    const hash = state.get(key)
    return typeof hash === 'string' ? hash : undefined
  }
  // Not for the next instance: it checks and loads what it finds.
  let unproved: string | undefined
  const setLoaded = (hash: string | null): void => {
    unproved = undefined
    state.set(key, hash)
  }
  const reload = async (hash: string, signal: AbortSignal): Promise<void> => {
    // Hosts must not be brought into a process that is about to go. One that does not answer before is nobody's witness.
    const witness = stats ?? ((await known?.answers(signal)) ? runtimeSocket : undefined)
    const watch = await watchReload({ master, stats: witness }, { ask, clock, timeoutMs }, signal)
    // From here on the proxy may run with the old or the new text, whatever the command says.
    setLoaded(null)
    const ended = await commands.reload(signal)
    if (!succeeded(ended)) throw failed(signal, reloadFailed({ ...ended, target: target.path }))
    await watch.confirm(signal)
    const verify = await commands.verify(signal)
    if (verify !== undefined && !succeeded(verify)) throw failed(signal, verifyFailed({ ...verify, target: target.path }))
    await known?.remember(signal)
    setLoaded(hash)
  }
  /** Undefined when it is done; else why a reload is needed. */
  const withoutReload = async (
    config: ConfigText,
    held: string | undefined,
    isChecked: boolean,
    signal: AbortSignal,
  ): Promise<Obstacle | 'off' | undefined> => {
    if (runtime === undefined || known === undefined) return 'off'
    const before = await running()
    if (before === undefined || loaded() !== before.hash || held !== before.hash) return 'unknown'
    if ((await known.look(signal)) !== 'same') return 'unknown'
    // Until all of it is done the proxy runs with something between the two.
    setLoaded(null)
    try {
      await runtime.bring(before, config, signal)
      // The file that it has read may be an older one.
      if ((await known.look(signal)) !== 'same') return 'unknown'
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof RuntimeObstacle) return error.kind
      throw error
    }
    if (isChecked) setLoaded(config.hash)
    else unproved = config.hash
    return undefined
  }
  return {
    loaded,
    forget: () => setLoaded(null),
    proved(hash) {
      if (unproved === hash) setLoaded(hash)
    },
    async look(signal) {
      if (known !== undefined && loaded() !== undefined && (await known.look(signal)) === 'another') setLoaded(null)
    },
    async load(config, held, signal, checkFirst) {
      const obstacle = await withoutReload(config, held, checkFirst === undefined, signal)
      if (obstacle === undefined) return { path: 'runtime', isChecked: checkFirst === undefined }
      await runtime?.rest()
      await checkFirst?.()
      await gap.pass(signal)
      try {
        await reload(config.hash, signal)
        reloaded?.(true)
        return { path: 'reload', reason: obstacle }
      } catch (error) {
        if (!signal.aborted) reloaded?.(false)
        throw error
      }
    },
  }
}

function failed(signal: AbortSignal, problem: ReturnType<typeof reloadFailed>): unknown {
  return signal.aborted ? signal.reason : new ProxymError(problem)
}
