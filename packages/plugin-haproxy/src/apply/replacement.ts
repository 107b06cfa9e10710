import { type Logger, messageOf, ProxymError } from '@proxym/core'
import type { ConfigText } from '../text/index.ts'
import type { Io } from '../write/io.ts'
import type { Target } from '../write/locate-target.ts'
import { writeSideFiles } from '../write/side-files.ts'
import { type Staged, stage } from '../write/stage.ts'
import { type Commands, type Ran, succeeded } from './commands.ts'
import { complainedLine, complaintsIn } from './complaints.ts'
import {
  checkFailed,
  folderNotSynced,
  notPutBack,
  putBack,
  removedAgain,
  trialNotTakenBack,
  unchanged,
  wasThere,
} from './errors.ts'
import type { Refusal } from './refusal.ts'

/** One try to give the target another text. */
export interface Replacement {
  stage(signal: AbortSignal): Promise<void>
  /** Resolves with what the check command has against the staged text. */
  checkStaged(signal: AbortSignal): Promise<Refusal | undefined>
  replace(signal: AbortSignal): Promise<void>
  /** Check what the target holds; when that fails, what it held before comes back. */
  checkInPlace(signal: AbortSignal): Promise<Refusal | undefined>
  /** Give the target what it held before. @throws ProxymError when that failed */
  takeBack(): Promise<void>
  /** Remove what was staged and not used; false when that failed. */
  dispose(): Promise<boolean>
}

export interface ReplacementParts {
  readonly io: Io
  readonly commands: Commands
  readonly logger: Logger
  readonly target: Target
  /** The target as messages name it. */
  readonly path: string
  readonly config: ConfigText
  /** Told what the target holds at the moment in which that changes; null for nothing. */
  readonly onLeft: (hash: string | null) => void
}

export function createReplacement({ io, commands, logger, target, path, config, onLeft }: ReplacementParts): Replacement {
  let staged: Staged | undefined
  let replaced = false

  const syncFolder = async () => {
    // The name is in its place already: a power cut could undo that, nothing else can.
    await io.syncFolder(target.folder).catch(error => logger.warn(folderNotSynced(path), { error: messageOf(error) }))
  }
  /** @throws ProxymError when the command came to no verdict: what hangs or is killed says nothing about the text */
  const refusal = ({ command, result }: Ran, checkedPath: string, outcome: string): Refusal => {
    const { text } = config
    const complaints = complaintsIn(result.output, checkedPath, text)
    // The staged file is gone when a person reads this; and with its random name every try would be another problem, logged anew.
    const named = (words: string) => words.replaceAll(checkedPath, path)
    const failed = { command: named(command), result: { ...result, output: named(result.output) }, target: path }
    const problem = checkFailed(failed, outcome, complainedLine(complaints, text))
    if (result.end.kind !== 'exit') throw new ProxymError(problem)
    return { problem, text, complaints }
  }
  const takeBack = async () => {
    if (!replaced) return
    if (target.parts === undefined) await io.unlink(target.path)
    else await (await stage(io, target, target.parts)).commit()
    replaced = false
    onLeft(target.hash ?? null)
    await syncFolder()
  }

  /** Never given up half way: a check that was stopped has proved nothing. */
  const restore = async (): Promise<string> => {
    if (!replaced) return wasThere
    try {
      await takeBack()
    } catch (error) {
      return notPutBack(messageOf(error))
    }
    return target.parts === undefined ? removedAgain : putBack
  }

  return {
    async stage(signal) {
      signal.throwIfAborted()
      // First, so that the check finds them. They have names of their own and disturb nobody.
      await writeSideFiles(io, target, config.sideFiles)
      staged = await stage(io, target, config.parts)
    },
    async checkStaged(signal) {
      if (staged === undefined) return undefined
      const ran = await commands.check(staged.path, signal)
      signal.throwIfAborted()
      return ran === undefined || succeeded(ran) ? undefined : refusal(ran, staged.path, unchanged)
    },
    async replace(signal) {
      signal.throwIfAborted()
      await staged?.commit()
      staged = undefined
      replaced = true
      onLeft(config.hash)
      await syncFolder()
    },
    async checkInPlace(signal) {
      const ran = await commands.check(path, signal)
      if (ran === undefined || succeeded(ran)) return undefined
      const outcome = await restore()
      signal.throwIfAborted()
      return refusal(ran, path, outcome)
    },
    takeBack: () => takeBack().catch(error => Promise.reject(new ProxymError(trialNotTakenBack(path, error)))),
    dispose: async () => (staged === undefined ? true : staged.discard()),
  }
}
