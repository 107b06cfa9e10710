import type { PluginState, Service } from '@proxym/core'
import { type ServiceMap, serviceMap } from './changes.ts'

/** The services of the text that was last proved to be loaded. */
export interface LastGood {
  /** Undefined when nothing was loaded yet. */
  get(): ServiceMap | undefined
  set(services: readonly Service[]): void
}

/**
 * Kept over a SIGHUP and over the end of the process: what a service had must not be forgotten because proxym was started again. After a
 * kill it may be what was loaded a second before that; a version that once was loaded is as good to go back to.
 */
export function createLastGood(target: string, state: PluginState): LastGood {
  const key = `services:${target}`
  const maps = new WeakMap<object, ServiceMap>()
  return {
    get() {
      // The state is asked each time: an instance that is stopping may still write what it came to.
      const services = state.getServices(key)
      if (services === undefined) return undefined
      const map = maps.get(services) ?? serviceMap(services)
      maps.set(services, map)
      return map
    },
    set: services => state.setServices(key, services),
  }
}
