import type { PluginState } from '../plugin.ts'
import { samePlain } from '../rules/plain.ts'
import type { JsonValue, Service } from '../service.ts'

/** What one plugin keeps, by key. */
export interface PluginMemory {
  readonly values: Map<string, { readonly value: JsonValue; readonly lasting: boolean }>
  readonly services: Map<string, readonly Service[]>
}

/** What plugins keep from one configuration to the next, by plugin. */
export type KeptState = Map<string, PluginMemory>

/** Nothing kept yet. */
export function createPluginMemory(): PluginMemory {
  return { values: new Map(), services: new Map() }
}

/** The state of one plugin as it sees it. `changed` is called when something is to be written to disk. */
export function pluginStateOf(kept: KeptState, plugin: string, changed: () => void): PluginState {
  const { values, services } = kept.get(plugin) ?? createPluginMemory()
  kept.set(plugin, { values, services })
  return Object.freeze({
    get: (key: string) => values.get(key)?.value,
    set(key: string, value: JsonValue, { lasting = false }: { readonly lasting?: boolean } = {}) {
      const before = values.get(key)
      if (lasting && before?.lasting && samePlain(value, before.value)) return
      values.set(key, { value, lasting })
      if (lasting) changed()
    },
    getServices: (key: string) => services.get(key),
    setServices(key: string, list: readonly Service[]) {
      const before = services.get(key)
      if (before !== undefined && before.length === list.length && list.every((service, i) => service === before[i])) return
      services.set(key, list)
      changed()
    },
  })
}
