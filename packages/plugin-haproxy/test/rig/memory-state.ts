import type { JsonValue, PluginState, Service } from '@proxym/core'

/** The state of a plugin as core keeps it over a SIGHUP. */
export interface MemoryState extends PluginState {
  /** Forget everything, as the end of the process does without a state folder. */
  clear(): void
}

export function memoryState(): MemoryState {
  const values = new Map<string, JsonValue>()
  const services = new Map<string, readonly Service[]>()
  return {
    get: key => values.get(key),
    set: (key, value) => void values.set(key, value),
    save: async () => {},
    getServices: key => services.get(key),
    setServices: (key, list) => void services.set(key, list),
    clear() {
      values.clear()
      services.clear()
    },
  }
}
