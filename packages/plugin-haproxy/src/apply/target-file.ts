import { type Logger, type Problem, ProxymError, problemsOf } from '@proxym/core'
import { type CheckMode, checkMode } from '../command/substitute.ts'
import type { ConfigText } from '../text/index.ts'
import type { Io } from '../write/io.ts'
import { locateTarget, type Target } from '../write/locate-target.ts'
import { removeSideFiles, writeSideFiles } from '../write/side-files.ts'
import { sweep } from '../write/stage.ts'
import type { Commands } from './commands.ts'
import { changedWhileLoading, drifted } from './errors.ts'
import type { Loader, Way } from './loader.ts'
import { plan, type Step } from './plan.ts'
import { CheckRefused, type Refusal } from './refusal.ts'
import { createReplacement, type Replacement } from './replacement.ts'
import type { ApplySettings } from './settings.ts'
import type { Trust } from './trust.ts'

/** What came of giving the target a text: what was done, and why the proxy did not load it. */
export interface Settled {
  readonly steps: readonly Step[]
  readonly loadFailure?: readonly Problem[]
  /** How it was loaded. */
  readonly way?: Way
}

/** One file and the proxy that reads it. */
export interface TargetFile {
  /** Do what is left to do. @throws CheckRefused, ProxymError for what cannot be read or written; then nothing was loaded */
  settle(config: ConfigText, signal: AbortSignal): Promise<Settled>
  /** What the check command has against a text; the target holds afterwards what it held before. */
  trial(config: ConfigText, signal: AbortSignal): Promise<Refusal | undefined>
  /** The same with a copy, beside everything else that is done. @throws ProxymError when there was no verdict */
  checkCopy(config: ConfigText, signal: AbortSignal): Promise<Refusal | undefined>
  /** Write a text in place of another one, if that is what the target holds. Nothing is loaded. */
  exchange(unwanted: ConfigText, config: ConfigText, signal: AbortSignal): Promise<void>
  /** What the target holds now; empty when it does not exist. */
  current(): Promise<string>
  /** Remove the side files that a text does not name. Never rejects. */
  clearSideFiles(config: ConfigText): Promise<void>
  /** Whether another hand changed the target since this last let go of it. */
  hasDrifted(): Promise<boolean>
}

export interface TargetFileParts {
  readonly io: Io
  readonly logger: Logger
  readonly commands: Commands
  /** For what nobody waits for. */
  readonly patientCommands: Commands
  readonly loader: Loader
  readonly trust: Trust
}

/** Says nothing against the text. */
class ChangedWhileLoading extends ProxymError {}

export function createTargetFile(
  settings: ApplySettings,
  { io, logger, commands, patientCommands, loader, trust }: TargetFileParts,
): TargetFile {
  const { path } = settings.target
  const check: CheckMode | undefined =
    settings.checkCommand === undefined ? undefined : checkMode(settings.checkCommand, settings.target)
  /** What the target held when this let go of it; null when it did not exist. */
  let left: string | null | undefined
  /** What was written last. */
  let ours: ConfigText | undefined
  let swept = false
  /** Being checked beside everything else. */
  let copies = 0

  const onLeft = (hash: string | null) => {
    left = hash
  }
  const isDrift = (target: Target) => left !== undefined && left !== (target.hash ?? null)
  const locate = async (signal: AbortSignal): Promise<Target> => {
    signal.throwIfAborted()
    const target = await locateTarget(io, path, ours)
    if (!swept && copies === 0) swept = await sweep(io, target).catch(() => false)
    if (isDrift(target)) logger.warn(drifted(path, target.hash === undefined), { target: path })
    left = target.hash ?? null
    return target
  }
  const replacing = async <T>(target: Target, config: ConfigText, run: (replacement: Replacement) => Promise<T>): Promise<T> => {
    ours = config
    const replacement = createReplacement({ io, commands, logger, target, path, config, onLeft })
    // What fails may have left something behind, and may have failed to remove it.
    const wasSwept = swept
    swept = false
    try {
      const result = await run(replacement)
      swept = wasSwept
      return result
    } finally {
      if (!(await replacement.dispose())) swept = false
    }
  }
  /** @throws ProxymError when another hand has changed the target while it was loaded: the proxy may run with that */
  const stillOurs = async (config: ConfigText): Promise<void> => {
    const target = await locateTarget(io, path, config)
    if (target.hash === config.hash) return
    loader.forget()
    throw new ChangedWhileLoading(changedWhileLoading(path))
  }
  const passed = (refusal: Refusal | undefined, config: ConfigText) => {
    if (refusal !== undefined) throw new CheckRefused(refusal)
    trust.passed(config)
  }
  /** Only where it is known beforehand that HAProxy takes it as it runs; a text that is tried in place disturbs nobody for so long. */
  const mayGoLive = (config: ConfigText, { hash }: Target) => {
    const isSettled = hash !== undefined && hash === loader.loaded() && hash !== config.hash
    return settings.runtimeSocket !== undefined && check === 'staged' && isSettled && trust.isLikeOneThatPassed(config)
  }

  const tryInPlace = async (replacement: Replacement, onDisk: boolean, signal: AbortSignal) => {
    try {
      if (!onDisk) {
        await replacement.stage(signal)
        await replacement.replace(signal)
      }
      return await replacement.checkInPlace(signal)
    } finally {
      await replacement.takeBack()
    }
  }

  return {
    async settle(config, signal) {
      const target = await locate(signal)
      const { hash: rendered } = config
      // They are read at the next reload only, but then they must be there.
      if (target.hash === rendered) await writeSideFiles(io, target, config.sideFiles)
      await loader.look(signal)
      const steps = plan({
        ...{ rendered, onDisk: target.hash, loaded: loader.loaded(), checked: trust, check },
        ...{ isDoubted: trust.isDoubted(), mayGoLive: mayGoLive(config, target) },
      })
      if (steps.length === 0) return { steps }
      return replacing(target, config, async replacement => {
        for (const step of steps) {
          if (step === 'stage') await replacement.stage(signal)
          if (step === 'check staged') passed(await replacement.checkStaged(signal), config)
          if (step === 'replace') await replacement.replace(signal)
          if (step === 'check in place') passed(await replacement.checkInPlace(signal), config)
        }
        if (!steps.includes('load')) return { steps }
        const checkFirst = async () => passed(await replacement.checkInPlace(signal), config)
        try {
          const isChecked = check === undefined || trust.has(rendered)
          const way = await loader.load(config, target.hash, signal, isChecked ? undefined : checkFirst)
          await stillOurs(config)
          return { steps, way }
        } catch (error) {
          signal.throwIfAborted()
          if (error instanceof ChangedWhileLoading || error instanceof CheckRefused) throw error
          return { steps, loadFailure: problemsOf(error, 'PROXYM_RELOAD_FAILED') }
        }
      })
    },
    async trial(config, signal) {
      const target = await locate(signal)
      const { hash } = config
      return replacing(target, config, async replacement => {
        let refusal: Refusal | undefined
        if (check === 'staged') {
          await replacement.stage(signal)
          refusal = await replacement.checkStaged(signal)
        } else refusal = await tryInPlace(replacement, target.hash === hash, signal)
        if (refusal === undefined) trust.passed(config)
        return refusal
      })
    },
    async checkCopy(config, signal) {
      const target = await locateTarget(io, path, config)
      const replacement = createReplacement({ io, commands: patientCommands, logger, target, path, config, onLeft })
      copies++
      try {
        await replacement.stage(signal)
        return await replacement.checkStaged(signal)
      } finally {
        copies--
        if (!(await replacement.dispose())) swept = false
      }
    },
    async exchange(unwanted, config, signal) {
      const target = await locateTarget(io, path, unwanted)
      if (target.hash !== unwanted.hash) return
      await replacing(target, config, async replacement => {
        await replacement.stage(signal)
        await replacement.replace(signal)
      })
    },
    async clearSideFiles(config) {
      await removeSideFiles(io, path, config.text).catch(() => undefined)
    },
    async current() {
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat((await locateTarget(io, path)).parts ?? []))
    },
    async hasDrifted() {
      return left !== undefined && isDrift(await locateTarget(io, path, ours))
    },
  }
}
