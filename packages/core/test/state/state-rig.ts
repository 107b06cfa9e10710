import type { Logger } from '../../src/log/logger.ts'
import type { Plugin } from '../../src/plugin.ts'
import { type EarlierState, readState } from '../../src/state/read-state.ts'
import { nodeStateIo, type StateIo } from '../../src/state/state-io.ts'
import { createStateStore, type StateStore } from '../../src/state/state-store.ts'
import { createTestProxym, type TestProxym, type TestProxymOptions } from '../../src/testing.ts'
import { source, web } from '../cycle/fake-plugins.ts'

const configuration = '/etc/proxym/proxym.config.yaml'

/** Processes of one configuration, one after the other, that share a state folder. */
export function processesIn(folder: string, io: StateIo = nodeStateIo, uid?: number) {
  const log: string[] = []
  const note = (text: string) => void log.push(text)
  const logger: Logger = { error: note, warn: note, notice: note, info: note, debug: note, named: () => logger }
  const place = { folder, configuration, io, ...(uid === undefined ? {} : { uid }) }
  return {
    log,
    read: () => readState(place),
    /** A process that starts with what is there. */
    async start(
      plugins: readonly Plugin[],
      options: TestProxymOptions = {},
    ): Promise<{ readonly proxym: TestProxym; readonly store: StateStore; readonly earlier: EarlierState }> {
      const earlier = await readState(place)
      const store = createStateStore({ ...place, logger, earlier: earlier.handover })
      const proxym = createTestProxym(plugins, { random: () => 1, ...options, handover: earlier.handover, store })
      await proxym.start()
      return { proxym, store, earlier }
    },
  }
}

/** A source that has one key for each service. */
export const keyed = (...ids: readonly string[]) => source('s', services => ids.map(id => services.set(`${id}.yaml`, [web(id)])))
/** A source that never answers. */
export const down = source('s', () => Promise.reject(new Error('connect refused')))

/** One life: it starts, reads once and ends in order. */
export async function live(
  processes: ReturnType<typeof processesIn>,
  ...given: Parameters<ReturnType<typeof processesIn>['start']>
) {
  const process = await processes.start(...given)
  const refreshed = await process.proxym.refresh()
  await process.proxym.stop()
  await process.store.flush()
  return { ...process, ...refreshed }
}
