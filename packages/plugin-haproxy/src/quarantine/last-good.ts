import type { JsonValue, PluginState, Service } from '@proxym/core'
import { type ServiceMap, serviceMap } from './changes.ts'

/** The services of the text that was last proved to be loaded. */
export interface LastGood {
  /** Undefined when nothing was loaded yet. */
  get(): ServiceMap | undefined
  set(services: readonly Service[]): void
}

/** Kept over a SIGHUP: what a service had must not be forgotten because the configuration was read again. */
export function createLastGood(target: string, state: PluginState): LastGood {
  const key = `services:${target}`
  const maps = new WeakMap<object, ServiceMap>()
  return {
    get() {
      // The state is asked each time: an instance that is stopping may still write what it came to.
      const kept = state.get(key)
      if (!Array.isArray(kept)) return undefined
      const services = kept as unknown as readonly Service[]
      const map = maps.get(services) ?? serviceMap(services)
      maps.set(services, map)
      return map
    },
    set: services => state.set(key, services as unknown as JsonValue),
  }
}
