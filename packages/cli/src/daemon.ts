import { describeProblem, type LoadedConfig, type Proxym, problemFields, problemsOf, type RootLogger } from '@proxym/core'
import { targetsOf } from './hold-locks.ts'
import type { Io } from './io.ts'
import { reportUncaught } from './report-uncaught.ts'
import { type CommandOptions, hostFor, loadFor, warnOf } from './session.ts'
import { listen, startUp, stateLock } from './start-up.ts'
import { createServiceReports } from './systemd/service-reports.ts'

/** A running proxym with what it holds of the machine: locks and the HTTP address. */
export interface Daemon {
  readonly logger: RootLogger
  config(): LoadedConfig
  proxym(): Proxym
  /** Where the HTTP server is. */
  url(): string
  /** Read the configuration again; a bad one leaves the old one running. Never rejects. */
  reload(): Promise<void>
  /** Stop in order; does not wait for a configuration that is being read. */
  stop(): Promise<void>
}

/**
 * Load, lock, listen and start. When `signal` is aborted meanwhile, what is returned was never started.
 *
 * @throws CommandEnd when one of these fails; its problems have been printed
 */
export async function startDaemon(io: Io, options: CommandOptions, signal: AbortSignal): Promise<Daemon> {
  const start = await startUp(io, options)
  const { logger, locks, state } = start
  let { config, proxym, server } = start
  const stateTarget = stateLock(config, state)
  let version = 0
  let working: Promise<void> = Promise.resolve()
  let replacing: Promise<void> | undefined
  let stopped: Promise<void> | undefined

  const unlisten = reportUncaught(io, logger, () => proxym)
  server.mount(proxym.app, config.allowedHosts)
  logger.info('Listening', { url: server.address?.url })
  const reports = createServiceReports(io, logger, { proxym: () => proxym, config: () => config })
  if (!signal.aborted) {
    await proxym.start()
    void proxym.firstOutcome.then(() => {
      io.settle()
      // What fails is tried again with the first request.
      server.load().catch(() => undefined)
    })
    reports.started()
  }

  const reload = async (): Promise<void> => {
    const next = await loadFor(io, options, ++version)
    if (stopped !== undefined) return
    warnOf(logger, next.warnings)
    // Built completely and checked before the old one stops: a mistake costs nothing.
    const built = hostFor(next, logger, { ...state, handover: proxym.handover() })
    replacing = replace(built, next)
    try {
      await replacing
    } catch (error) {
      if (proxym !== built) await built.stop()
      throw error
    }
    logger.info('Configuration is read again', { plugins: built.plugins.join(', ') })
  }

  const replace = async (built: Proxym, next: LoadedConfig): Promise<void> => {
    const change = await locks.change(targetsOf(built, stateTarget))
    const moved = next.listen.host !== config.listen.host || next.listen.port !== config.listen.port
    const socket = moved
      ? await listen(next, logger).catch(async (error: unknown) => {
          await change.undo()
          throw error
        })
      : server
    const [old, oldServer] = [proxym, server]
    ;[proxym, config, server] = [built, next, socket]
    socket.mount(built.app, next.allowedHosts)
    // The old one first, so that two never write to one target.
    await old.stop()
    if (stopped === undefined) await built.start()
    if (moved) await oldServer.close()
    await change.done()
  }

  const stop = async (): Promise<void> => {
    reports.stopping()
    // A replacement takes no longer than the stop of the old one; what it has begun with by now is stopped here.
    await Promise.all([replacing?.catch(() => {}), server.close(), proxym.stop()])
    await Promise.all([server.close(), proxym.stop()])
    await state.store?.flush()
    unlisten()
    await Promise.all([locks.release(), reports.close()])
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
        .then(async () => {
          if (stopped !== undefined) return
          reports.reloading()
          await reload()
          reports.reloaded(false)
        })
        .catch((error: unknown) => {
          for (const problem of problemsOf(error, 'PROXYM_RELOAD_CONFIG'))
            logger.error(describeProblem(problem), problemFields(problem))
          logger.error('The configuration was not read again; the old one goes on')
          reports.reloaded(true)
        })
      return working
    },
    stop: () => (stopped ??= stop()),
  }
}
