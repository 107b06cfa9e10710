import { type Logger, messageOf, type PluginState, ProxymError } from '@proxym/core'
import type { RunCommand } from '../command/run-command.ts'
import type { Syntax } from '../lint/index.ts'
import { serversLost } from '../runtime/errors.ts'
import { createRuntime } from '../runtime/runtime.ts'
import { type ConfigText, configText } from '../text/index.ts'
import type { AskSocket } from '../verify/ask-socket.ts'
import type { Io } from '../write/io.ts'
import type { Clock } from './clock.ts'
import { createCommands } from './commands.ts'
import { nothingLoads, predecessorRefused, rolledBack } from './errors.ts'
import { createLastLoaded } from './last-loaded.ts'
import { createLiveFirst } from './live-first.ts'
import { createLoader, type LoaderParts, type Way } from './loader.ts'
import type { ProbeBind } from './probe-bind.ts'
import { CheckRefused, type Refusal } from './refusal.ts'
import { goalOf, loadFailed, noTrials, predecessorFailed, predecessorLoaded } from './rollback.ts'
import type { ApplySettings } from './settings.ts'
import { createFindNewPlaces, refusedForPorts } from './taken-ports.ts'
import { createTargetFile, type Settled, type TargetFile } from './target-file.ts'
import { createTrust } from './trust.ts'

/** Makes one file, and the proxy that reads it, agree with a text; goes back to the last loaded one when that text does not load. */
export interface Applier extends Pick<TargetFile, 'trial' | 'current' | 'hasDrifted'> {
  /**
   * Do what is left to do; safe to repeat. Resolves with whether the text has passed its check: one with other hosts and nothing else may
   * have gone live before, and `proved` tells of it later.
   *
   * @throws CheckRefused; ProxymError when something else is left
   */
  apply(config: ConfigText, signal: AbortSignal): Promise<boolean>
  /** Nothing is followed up any more. */
  end(): Promise<void>
}

/** The edges, passed in so that tests can make each of them fail. */
export interface ApplierParts {
  readonly io: Io
  readonly run: RunCommand
  readonly ask: AskSocket
  readonly clock: Clock
  readonly logger: Logger
  readonly state: PluginState
  readonly probe: ProbeBind
  readonly reloaded?: LoaderParts['reloaded']
  /** Told how each text was loaded. */
  readonly took?: (way: Way) => void
  /** Told of a text that went live before its check when it has passed that. */
  readonly proved?: (hash: string) => void
  /** Ask for another call soon. */
  readonly askAgain?: (reason: string) => void
  /** Whose rules the text is written by. */
  readonly syntax: () => Promise<Syntax>
  /** Where the last loaded text outlives the process; undefined: nowhere. */
  readonly stateDir: string | undefined
}

export function createApplier(settings: ApplySettings, parts: ApplierParts): Applier {
  const { logger, clock } = parts
  const { path } = settings.target
  const commands = createCommands(settings, parts.run)
  const patientCommands = createCommands(settings, parts.run, true)
  const lastLoaded = createLastLoaded(path, parts)
  const { runtimeSocket } = settings
  const lost = (error: unknown): void => {
    loader.forget()
    logger.warn(serversLost(path), { error: messageOf(error) })
    parts.askAgain?.(serversLost(path))
  }
  const trust = createTrust(clock)
  /** What the proxy runs with, as far as it is known. */
  const running = async () => liveFirst?.unproved() ?? (await lastLoaded.get())
  const runtime = runtimeSocket === undefined ? undefined : createRuntime(runtimeSocket, { ...parts, target: path, lost })
  const loader = createLoader(settings, { ...parts, commands, runtime, running })
  const file = createTargetFile(settings, { ...parts, commands, patientCommands, loader, trust })
  const { proved, askAgain } = parts
  // The texts of other proxies always wait for their check.
  const liveFirst =
    runtime === undefined
      ? undefined
      : createLiveFirst({ ...{ path, file, loader, trust, lastLoaded, clock, logger }, proved, askAgain })
  const settle = liveFirst?.settle ?? file.settle
  const newPlaces = createFindNewPlaces()
  let trials = noTrials
  let looked = false

  /** The text to go back to: the one that was loaded last, or at a first start the one that was there before. */
  const predecessorNow = async (): Promise<ConfigText | undefined> => {
    const loaded = await lastLoaded.get()
    // Once more where it could not be kept the last time: when the target has lost it, nobody else has it.
    if (loaded !== undefined) await lastLoaded.set(loaded)
    if (loaded !== undefined || looked) return loaded
    const found = await file.current()
    looked = true
    if (found === '') return undefined
    // Kept like one that was loaded: a process that is killed before anything was has it as well.
    const config = configText(found)
    await lastLoaded.set(config)
    return config
  }

  /** Whether other processes listen where the text wants to. Known only while it is known where the proxy itself does. */
  const portRefusal = async (config: ConfigText): Promise<Refusal | undefined> => {
    const current = await running()
    if (current === undefined || current.hash === config.hash || loader.loaded() !== current.hash) return undefined
    return refusedForPorts(config, newPlaces(config, current, await parts.syntax()), parts.probe, path)
  }

  /** Load the predecessor. Returns only when that cleared the text of suspicion: the proxy itself was away. */
  const goBack = async (predecessor: ConfigText, signal: AbortSignal): Promise<void> => {
    let settled: Settled
    try {
      settled = await settle(predecessor, signal)
    } catch (error) {
      if (!(error instanceof CheckRefused)) throw error
      const { why } = trials
      trials = noTrials
      throw new ProxymError([...why, predecessorRefused(error.refusal.problem)])
    }
    if (settled.loadFailure !== undefined) {
      trials = predecessorFailed(trials)
      throw new ProxymError(nothingLoads(path, settled.loadFailure))
    }
    const { why } = trials
    trials = predecessorLoaded(trials)
    if (trials.verdict === 'rolled back') throw new ProxymError(rolledBack(path, why))
  }

  const isProved = () => liveFirst?.unproved() === undefined

  const apply = async (config: ConfigText, signal: AbortSignal): Promise<boolean> => {
    const started = clock.now()
    const { hash: rendered } = config
    const predecessor = await predecessorNow()
    if (predecessor !== undefined && goalOf(trials, rendered) === 'predecessor') await goBack(predecessor, signal)
    const refusal = await portRefusal(config)
    if (refusal !== undefined) throw new CheckRefused(refusal)
    const { steps, loadFailure, way } = await settle(config, signal)
    if (loadFailure !== undefined) {
      trials = loadFailed(trials, rendered, predecessor?.hash, loadFailure)
      if (predecessor !== undefined && goalOf(trials, rendered) === 'predecessor') await goBack(predecessor, signal)
      throw new ProxymError(loadFailure)
    }
    trials = noTrials
    if (isProved()) await lastLoaded.set(config)
    if (way !== undefined) parts.took?.(way)
    if (steps.length > 0) {
      if (config.sideFiles.length > 0) await file.clearSideFiles(config)
      const fields = { target: path, bytes: config.size, written: steps.includes('replace'), ...way }
      logger.info('Applied config', { ...fields, ms: Math.round(clock.now() - started) })
    }
    return isProved()
  }

  return {
    ...file,
    async end() {
      await Promise.all([runtime?.end(), liveFirst?.end()])
    },
    trial: async (config, signal) =>
      (await portRefusal(config)) ?? (settings.checkCommand === undefined ? undefined : file.trial(config, signal)),
    async apply(config, signal) {
      signal.throwIfAborted()
      try {
        await liveFirst?.before(config, signal)
        return await apply(config, signal)
      } catch (error) {
        if (error instanceof CheckRefused) await liveFirst?.refused(config, signal)
        throw error
      } finally {
        liveFirst?.after()
      }
    },
  }
}
