import { type PluginState, ProxymError } from '@proxym/core'
import type { AskSocket } from '../verify/ask-socket.ts'
import { watchReload } from '../verify/watch-reload.ts'
import type { Clock } from './clock.ts'
import { type Commands, succeeded } from './commands.ts'
import { reloadFailed, verifyFailed } from './errors.ts'
import { createReloadGap } from './reload-gap.ts'
import type { ApplySettings } from './settings.ts'

/** Makes the proxy load the file, and knows what it has loaded. */
export interface Loader {
  /** Hash of the text that the proxy is known to run with. */
  loaded(): string | undefined
  /** Reload, and prove it. @throws ProxymError, after which nobody knows what is loaded */
  load(hash: string, signal: AbortSignal): Promise<void>
}

export interface LoaderParts {
  readonly commands: Commands
  readonly ask: AskSocket
  readonly clock: Clock
  readonly state: PluginState
  /** Told of each reload whether the proxy runs with the new text. */
  readonly reloaded?: ((isLoaded: boolean) => void) | undefined
}

export function createLoader(settings: ApplySettings, { commands, ask, clock, state, reloaded }: LoaderParts): Loader {
  const { target, masterSocket: master, statsSocket: stats, verifyTimeoutMs: timeoutMs } = settings
  const key = `loaded:${target.path}`
  // Kept over a SIGHUP and never longer. Another process cannot know what the proxy did meanwhile: it may have been started again with a
  // file that is gone by now, or a reload may have worked whose end a killed proxym did not see. A reload too many drops nothing, one
  // that is missing is never made up for: so each start reloads once.
  const gap = createReloadGap(settings.reloadGapMs, clock)
  // The state is asked each time: an instance that is stopping may still write what it came to.
  const loaded = () => {
    const known = state.get(key)
    return typeof known === 'string' ? known : undefined
  }
  const reload = async (hash: string, signal: AbortSignal): Promise<void> => {
    const watch = await watchReload({ master, stats }, { ask, clock, timeoutMs }, signal)
    // From here on the proxy may run with the old or the new text, whatever the command says.
    state.set(key, null)
    const ended = await commands.reload(signal)
    if (!succeeded(ended)) throw failed(signal, reloadFailed({ ...ended, target: target.path }))
    await watch.confirm(signal)
    const verify = await commands.verify(signal)
    if (verify !== undefined && !succeeded(verify)) throw failed(signal, verifyFailed({ ...verify, target: target.path }))
    state.set(key, hash)
  }
  return {
    loaded,
    async load(hash, signal) {
      await gap.pass(signal)
      try {
        await reload(hash, signal)
        reloaded?.(true)
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
