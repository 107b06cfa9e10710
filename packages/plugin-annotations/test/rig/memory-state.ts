import type { JsonValue, PluginState } from '@proxym/core'

/** What a plugin keeps, in memory; saving fails when the test says so. */
export function memoryState(): PluginState & { fail(error: Error): void } {
  const values = new Map<string, JsonValue>()
  let failure: Error | undefined
  return {
    get: key => values.get(key),
    set: (key, value) => void values.set(key, value),
    save: () => (failure === undefined ? Promise.resolve() : Promise.reject(failure)),
    getServices: () => undefined,
    setServices() {},
    fail(error) {
      failure = error
    },
  }
}
