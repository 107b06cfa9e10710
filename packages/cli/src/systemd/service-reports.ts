import { describeProblem, type LoadedConfig, type Proxym, problemFields, type RootLogger } from '@proxym/core'
import { watchdogStarved } from '../errors.ts'
import type { Io } from '../io.ts'
import { statusText } from './status-text.ts'
import { createSystemdNotify } from './systemd-notify.ts'
import { isTurning, watchdogIntervalMs } from './watchdog.ts'

const LOOK_MS = 1000
// Node's timers go no further; a longer one would fire all the time.
const LONGEST_MS = 2_147_483_647

/** What systemd is told of this process. Every call is silent where nobody listens. */
export interface ServiceReports {
  /** It listens: READY=1 follows once the first outcome is applied or held. */
  started(): void
  /** A configuration is being read. */
  reloading(): void
  /** It has been, or the old one goes on: READY=1 follows, as after the start. */
  reloaded(isOldConfiguration: boolean): void
  stopping(): void
  /** Resolves when all of it was said. */
  close(): Promise<void>
}

interface Running {
  proxym(): Proxym
  config(): LoadedConfig
}

/** Tell systemd (Type=notify, Type=notify-reload) how this process fares: sd_notify(3). */
export function createServiceReports(io: Pick<Io, 'env' | 'pid'>, rootLogger: RootLogger, running: Running): ServiceReports {
  const logger = rootLogger.named('cli/systemd')
  const notify = createSystemdNotify(io, logger)
  if (notify === undefined) return silent
  let phase: 'running' | 'reloading' | 'stopping' = 'running'
  let shown: string | undefined
  let isOldConfiguration = false
  let isStarved = false

  const status = (): string => statusText(running.proxym().condition(), isOldConfiguration)
  // Applied or held: a source that is down must not let systemd end and start proxym again and again.
  const readyOnOutcome = async (): Promise<void> => {
    const proxym = running.proxym()
    await proxym.firstOutcome
    // A configuration that was replaced has no say, and the end of a reload says it itself.
    if (phase !== 'running' || running.proxym() !== proxym) return
    shown = status()
    notify.send({ READY: '1', STATUS: shown })
  }
  const look = (): void => {
    const now = status()
    if (phase !== 'running' || now === shown) return
    shown = now
    notify.send({ STATUS: now })
  }
  const feed = (): void => {
    const condition = running.proxym().condition()
    const isFine = isTurning(condition, running.config().settings)
    if (isFine) notify.send({ WATCHDOG: '1' })
    else if (!isStarved) {
      const problem = watchdogStarved(condition.sinceCycleMs)
      logger.error(describeProblem(problem), problemFields(problem))
    }
    isStarved = !isFine
  }
  const feedMs = watchdogIntervalMs(io)
  // Timers of the event loop: while it is blocked nothing is said.
  const timers = [setInterval(look, LOOK_MS), ...(feedMs === undefined ? [] : [setInterval(feed, Math.min(feedMs, LONGEST_MS))])]
  for (const timer of timers) timer.unref()
  const end = (): void => timers.forEach(clearInterval)

  return {
    started() {
      look()
      void readyOnOutcome()
    },
    reloading() {
      if (phase === 'stopping') return
      phase = 'reloading'
      shown = 'reading the configuration again'
      notify.send({ RELOADING: '1', MONOTONIC_USEC: String(process.hrtime.bigint() / 1000n), STATUS: shown })
    },
    reloaded(isOld) {
      if (phase === 'stopping') return
      phase = 'running'
      isOldConfiguration = isOld
      void readyOnOutcome()
    },
    stopping() {
      phase = 'stopping'
      end()
      notify.send({ STOPPING: '1', STATUS: 'stopping' })
    },
    close() {
      end()
      return notify.close()
    },
  }
}

const silent: ServiceReports = {
  started() {},
  reloading() {},
  reloaded() {},
  stopping() {},
  close: () => Promise.resolve(),
}
