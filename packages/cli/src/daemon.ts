import {
  createHttpServer,
  describeProblem,
  type HttpServer,
  type LoadedConfig,
  openStateDir,
  type Proxym,
  problemFields,
  problemsOf,
  type RootLogger,
} from '@proxym/core'
import { exitCodes } from './exit-codes.ts'
import { holdLocks, targetsOf } from './hold-locks.ts'
import type { Io } from './io.ts'
import { type CommandOptions, endOf, hostFor, loadFor, loadOrEnd, loggerFor, warnOf } from './session.ts'

/** A running proxym with what it holds of the machine: locks and the HTTP address. */
export interface Daemon {
  readonly logger: RootLogger
  config(): LoadedConfig
  proxym(): Proxym
  /** Where the HTTP server is. */
  url(): string
  /** Read the configuration again; a bad one leaves the old one running. Never rejects. */
  reload(): Promise<void>
  stop(): Promise<void>
}

/**
 * Load, lock, listen and start.
 *
 * @throws CommandEnd when one of these fails; its problems have been printed
 */
export async function startDaemon(io: Io, options: CommandOptions): Promise<Daemon> {
  let config = await loadOrEnd(io, options)
  const logger = loggerFor(io, options, config, { data: false })
  warnOf(logger, config.warnings)
  const state = await openStateDir(config.stateDir)
  if (state.problem !== undefined) warnOf(logger, [state.problem])
  let proxym = applyOrEnd()
  const locks = await holdLocks(io, options, proxym, state.dir)
  let server = await listenOrEnd()
  server.mount(proxym.app)
  logger.info('Listening', { url: server.address?.url })
  await proxym.start()
  let version = 0
  let working: Promise<void> = Promise.resolve()
  let stopped: Promise<void> | undefined

  const reload = async (): Promise<void> => {
    const next = await loadFor(io, options, ++version)
    warnOf(logger, next.warnings)
    // Built completely and checked before the old one stops: a mistake costs nothing.
    const built = hostFor(next, logger, state.dir, proxym.handover())
    try {
      await replace(built, next)
    } catch (error) {
      if (proxym !== built) await built.stop()
      throw error
    }
    logger.info('Configuration is read again', { plugins: built.plugins.join(', ') })
  }

  const replace = async (built: Proxym, next: LoadedConfig): Promise<void> => {
    const releaseOld = await locks.change(targetsOf(built, state.dir))
    const moved = next.listen.host !== config.listen.host || next.listen.port !== config.listen.port
    const socket = moved ? await listen(next) : server
    const [old, oldServer] = [proxym, server]
    ;[proxym, config, server] = [built, next, socket]
    socket.mount(built.app)
    // The old one first, so that two never write to one target.
    await old.stop()
    await built.start()
    if (moved) await oldServer.close()
    await releaseOld()
  }

  const stop = async (): Promise<void> => {
    await working
    await Promise.all([server.close(), proxym.stop()])
    await locks.release()
    logger.info('Stopped')
    await logger.flush()
  }

  return {
    logger,
    config: () => config,
    proxym: () => proxym,
    url: () => server.address?.url ?? '',
    reload() {
      working = working
        .then(() => (stopped === undefined ? reload() : undefined))
        .catch((error: unknown) => {
          for (const problem of problemsOf(error, 'PROXYM_RELOAD_CONFIG'))
            logger.error(describeProblem(problem), problemFields(problem))
          logger.error('The configuration was not read again; the old one goes on')
        })
      return working
    },
    stop: () => (stopped ??= stop()),
  }

  function applyOrEnd(): Proxym {
    try {
      return hostFor(config, logger, state.dir)
    } catch (error) {
      throw endOf(io, options, 'The plugins do not fit together', error, exitCodes.configuration)
    }
  }

  async function listen(wanted: LoadedConfig): Promise<HttpServer> {
    const created = createHttpServer({ logger: logger.named('core/http') })
    await created.listen(wanted.listen)
    return created
  }

  async function listenOrEnd(): Promise<HttpServer> {
    try {
      return await listen(config)
    } catch (error) {
      await locks.release()
      throw endOf(io, options, 'The HTTP server cannot listen', error, exitCodes.configuration)
    }
  }
}
