import { createHttpServer, type HttpServer, type LoadedConfig, type Proxym, type RootLogger } from '@proxym/core'
import { exitCodes } from './exit-codes.ts'
import { createLocks, type Locks, targetsOf } from './hold-locks.ts'
import type { Io } from './io.ts'
import { type KnownState, openState } from './known-state.ts'
import { type CommandOptions, endOf, hostFor, loadOrEnd, loggerFor, warnOf } from './session.ts'

/** What a running proxym holds of the machine. */
export interface StartUp {
  readonly config: LoadedConfig
  readonly logger: RootLogger
  readonly locks: Locks
  readonly server: HttpServer
  readonly state: KnownState
  readonly proxym: Proxym
}

/**
 * Load the configuration and take what it needs of the machine. Nothing is written before the lock of the state folder and
 * the address are ours.
 *
 * @throws CommandEnd when one of these fails; its problems have been printed, and nothing is held
 */
export async function startUp(io: Io, options: CommandOptions): Promise<StartUp> {
  const config = await loadOrEnd(io, options)
  const logger = loggerFor(io, options, config, { data: false })
  warnOf(logger, config.warnings)
  const locks = createLocks()
  let server: HttpServer | undefined
  const step = async <T>(title: string, exitCode: number, work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      await Promise.all([server?.close(), locks.release()])
      await logger.flush()
      throw endOf(io, options, title, error, exitCode)
    }
  }
  const lock = (targets: readonly string[]) =>
    step('Another proxym is at work', exitCodes.locked, async () => (await locks.change(targets)).done())

  await lock([config.stateDir])
  server = await step('The HTTP server cannot listen', exitCodes.configuration, () => listen(config, logger))
  const state = await openState(config, logger)
  const proxym = await step('The plugins do not fit together', exitCodes.configuration, () => hostFor(config, logger, state))
  await lock(targetsOf(proxym, stateLock(config, state)))
  return { config, logger, locks, server, state, proxym }
}

/** The name under which the state folder is locked: the same before and after it exists. */
export function stateLock(config: LoadedConfig, state: KnownState): string | undefined {
  return state.dir === undefined ? undefined : config.stateDir
}

/**
 * An HTTP server on the address of a configuration.
 *
 * @throws ProxymError when the address cannot be had
 */
export async function listen(config: LoadedConfig, logger: RootLogger): Promise<HttpServer> {
  const server = createHttpServer({ logger: logger.named('core/http') })
  await server.listen(config.listen)
  return server
}
