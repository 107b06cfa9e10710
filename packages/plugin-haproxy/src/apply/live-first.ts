import { type Logger, messageOf, ProxymError } from '@proxym/core'
import { isOnlyHosts } from '../runtime/only-hosts.ts'
import type { ConfigText } from '../text/index.ts'
import type { Clock } from './clock.ts'
import { notApproved } from './errors.ts'
import type { LastLoaded } from './last-loaded.ts'
import type { Loader } from './loader.ts'
import { createOwedCheck, type Verdict } from './owed-check.ts'
import type { Settled, TargetFile } from './target-file.ts'
import type { Trust } from './trust.ts'

/**
 * What goes live before its check: other hosts and nothing else. Its check follows beside everything else that is done; when that refuses
 * it, the file and the servers that passed last come back with the next call, and for ten minutes everything waits for its check.
 */
export interface LiveFirst {
  /** What is live while its check is owed; the target holds it. */
  unproved(): ConfigText | undefined
  /** Settle a text, and remember whether its check is owed. */
  settle(config: ConfigText, signal: AbortSignal): Promise<Settled>
  /** Before a text is brought in: take back what was refused. */
  before(config: ConfigText, signal: AbortSignal): Promise<void>
  /** A text was refused: if that is the one that is live, or that a killed proxym has left, it is taken back. */
  refused(config: ConfigText, signal: AbortSignal): Promise<void>
  /** After a text was brought in, or was not: check what is owed. */
  after(): void
  /** The end is near: no file stays that has not passed its check. */
  end(): Promise<void>
}

export interface LiveFirstParts {
  readonly path: string
  readonly file: TargetFile
  readonly loader: Loader
  readonly trust: Trust
  readonly lastLoaded: LastLoaded
  readonly clock: Clock
  readonly logger: Logger
  readonly proved: ((hash: string) => void) | undefined
  readonly askAgain: ((reason: string) => void) | undefined
}

// Of the second that a plugin has for its end.
const lastCheckMs = 600

export function createLiveFirst(parts: LiveFirstParts): LiveFirst {
  const { path, file, loader, trust, lastLoaded, clock, logger } = parts
  let unproved: ConfigText | undefined
  /** May be in the target without having passed: bringing it in was cut off. */
  let begun: ConfigText | undefined
  let isRefused = false

  const approve = async (config: ConfigText): Promise<void> => {
    trust.passed(config)
    loader.proved(config.hash)
    isRefused = false
    if (unproved?.hash === config.hash) unproved = undefined
    await lastLoaded.set(config)
    parts.proved?.(config.hash)
  }
  const decided = async (config: ConfigText, verdict: Verdict): Promise<void> => {
    // Something that was checked first has taken its place.
    if (unproved === undefined) return
    if ('refusal' in verdict && verdict.refusal === undefined) return approve(config)
    const words = notApproved(path, 'refusal' in verdict)
    logger.warn(words, { error: 'error' in verdict ? messageOf(verdict.error) : verdict.refusal?.problem.message })
    isRefused = 'refusal' in verdict
    trust.doubt(isRefused)
    parts.askAgain?.(words)
  }
  const owed = createOwedCheck({ check: file.checkCopy, clock, decided })

  const settle = async (config: ConfigText, signal: AbortSignal): Promise<Settled> => {
    begun = trust.has(config.hash) ? undefined : config
    const settled = await file.settle(config, signal)
    if (settled.loadFailure !== undefined) return settled
    begun = undefined
    if (settled.way?.path === 'runtime' && !settled.way.isChecked) unproved = config
    else if (settled.steps.length > 0 || unproved?.hash !== config.hash) {
      loader.proved(config.hash)
      unproved = undefined
    }
    return settled
  }
  const takeBack = async (signal: AbortSignal): Promise<void> => {
    isRefused = false
    const predecessor = await lastLoaded.get()
    if (unproved === undefined || predecessor === undefined) return
    const { loadFailure } = await settle(predecessor, signal)
    if (loadFailure !== undefined) throw new ProxymError(loadFailure)
  }

  return {
    unproved: () => unproved,
    settle,
    async before(config, signal) {
      // What is checked first decides on what is owed as well.
      if (!trust.isLikeOneThatPassed(config)) await owed.stop()
      if (isRefused) await takeBack(signal)
    },
    async refused(config, signal) {
      if (unproved?.hash === config.hash) return takeBack(signal)
      const predecessor = await lastLoaded.get()
      if (predecessor === undefined || predecessor.hash === config.hash) return
      if (isOnlyHosts(predecessor.pieces, config.pieces)) await file.exchange(config, predecessor, signal)
    },
    after() {
      if (unproved !== undefined) owed.owe(unproved)
    },
    async end() {
      await owed.stop()
      const config = begun ?? unproved
      const predecessor = await lastLoaded.get()
      if (config === undefined || predecessor === undefined) return
      const isGood = !isRefused && (await isApproved(file, config))
      if (!isGood) await file.exchange(config, predecessor, AbortSignal.timeout(lastCheckMs))
      else if (config === unproved) await approve(config)
    },
  }
}

function isApproved(file: TargetFile, config: ConfigText): Promise<boolean> {
  return file.checkCopy(config, AbortSignal.timeout(lastCheckMs)).then(
    refusal => refusal === undefined,
    () => false,
  )
}
