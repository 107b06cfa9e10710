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

/** Where it is written. */
export interface KeptStateStore {
  /** Something is to be written. */
  changed(): void
  /** Write it now. @throws ProxymError `PROXYM_STATE_WRITE` */
  flush(): Promise<void>
}

/** The state of one plugin as it sees it. */
export function pluginStateOf(kept: KeptState, plugin: string, { changed, flush }: KeptStateStore): PluginState {
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
    save: flush,
    getServices: (key: string) => services.get(key),
    setServices(key: string, list: readonly Service[]) {
      const before = services.get(key)
      if (before !== undefined && before.length === list.length && list.every((service, i) => service === before[i])) return
      services.set(key, list)
      changed()
    },
  })
}
