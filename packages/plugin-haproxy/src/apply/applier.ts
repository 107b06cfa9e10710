import type { Logger, PluginState } from '@proxym/core'
import type { RunCommand } from '../command/run-command.ts'
import { checkMode } from '../command/substitute.ts'
import type { AskSocket } from '../verify/ask-socket.ts'
import { hashOf } from '../write/hash.ts'
import type { Io } from '../write/io.ts'
import { locateTarget, type Target } from '../write/locate-target.ts'
import { sweep } from '../write/stage.ts'
import type { Clock } from './clock.ts'
import { createCommands } from './commands.ts'
import { drifted } from './errors.ts'
import { createLoader } from './loader.ts'
import { plan } from './plan.ts'
import { createReplacement } from './replacement.ts'
import type { ApplySettings } from './settings.ts'

/** Makes one file, and the proxy that reads it, agree with a text. */
export interface Applier {
  /** Do what is left to do; safe to repeat. @throws ProxymError when something is left */
  apply(text: string, signal: AbortSignal): Promise<void>
  /** What the target holds now; empty when it does not exist. */
  current(): Promise<string>
  /** Whether another hand changed the target since the last call of `apply`. */
  hasDrifted(): Promise<boolean>
}

/** The edges, passed in so that tests can make each of them fail. */
export interface ApplierParts {
  readonly io: Io
  readonly run: RunCommand
  readonly ask: AskSocket
  readonly clock: Clock
  readonly logger: Logger
  readonly state: PluginState
}

export function createApplier(settings: ApplySettings, parts: ApplierParts): Applier {
  const { io, logger } = parts
  const { path } = settings.target
  const commands = createCommands(settings, parts.run)
  const loader = createLoader(settings, { ...parts, commands })
  const check = settings.checkCommand === undefined ? undefined : checkMode(settings.checkCommand, settings.target)
  /** What the target held when this applier last let go of it; null when it did not exist. */
  let left: string | null | undefined
  let checked: string | undefined
  let swept = false

  const onLeft = (hash: string | null) => {
    left = hash
  }
  const isDrift = (target: Target) => left !== undefined && left !== (target.hash ?? null)

  return {
    async apply(text, signal) {
      signal.throwIfAborted()
      const started = parts.clock.now()
      const rendered = hashOf(text)
      const target = await locateTarget(io, path)
      if (!swept) swept = await sweep(io, target).catch(() => false)
      if (isDrift(target)) logger.warn(drifted(path, target.hash === undefined), { target: path })
      left = target.hash ?? null
      const steps = plan({ rendered, onDisk: target.hash, loaded: loader.loaded(), checked, check })
      if (steps.length === 0) return
      const replacement = createReplacement({ io, commands, logger, target, path, text, onLeft })
      try {
        for (const step of steps) {
          if (step === 'stage') await replacement.stage(signal)
          if (step === 'check staged') await replacement.checkStaged(signal)
          if (step === 'replace') await replacement.replace(signal)
          if (step === 'check in place') await replacement.checkInPlace(signal)
          if (step === 'check staged' || step === 'check in place') checked = rendered
          if (step === 'reload') await loader.load(rendered, signal)
        }
      } finally {
        if (!(await replacement.dispose())) swept = false
      }
      const fields = { target: path, bytes: Buffer.byteLength(text), written: steps.includes('replace') }
      logger.info('Applied config', { ...fields, ms: Math.round(parts.clock.now() - started) })
    },
    async current() {
      return (await locateTarget(io, path)).bytes?.toString('utf8') ?? ''
    },
    async hasDrifted() {
      return left !== undefined && isDrift(await locateTarget(io, path))
    },
  }
}
