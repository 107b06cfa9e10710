import type { Plugin, PluginFactory } from '../../plugin.ts'
import { messageOf, type Problem } from '../../problem.ts'
import { isRecord } from '../config-path.ts'
import { moduleExport, pluginImport } from './errors.ts'
import { isPlugin } from './is-plugin.ts'

/** How a plugin is made from its options. */
export interface PluginMaker {
  /** Present when the default export was made by `definePlugin`. */
  readonly definition?: Partial<PluginFactory['definition']>
  /** Present when it is a plugin already and takes no options. */
  readonly plugin?: Plugin
  make(options: unknown): unknown
}

type Factory = ((options?: unknown) => unknown) & { readonly definition?: unknown }

/** Load a plugin's module and look at its default export: a factory, a class, or a plugin. */
export async function importPlugin(use: string, url: string): Promise<PluginMaker | { readonly problem: Problem }> {
  let module: Readonly<Record<string, unknown>>
  try {
    module = await import(url)
  } catch (error) {
    return { problem: pluginImport(use, url, messageOf(error), error) }
  }
  const found = module.default
  if (isPlugin(found)) return { plugin: found, make: () => found }
  if (typeof found !== 'function') return { problem: moduleExport(use, url, Object.keys(module), found) }
  if (isClass(found)) {
    const Class = found as unknown as new (options?: unknown) => unknown
    return { make: options => new Class(options) }
  }
  const factory = found as Factory
  return { ...(isRecord(factory.definition) ? { definition: factory.definition } : {}), make: options => factory(options) }
}

// A class can also be compiled to a function whose prototype has the methods.
function isClass(value: object): boolean {
  const { prototype } = value as { readonly prototype?: unknown }
  return (
    /^class\b/.test(Function.prototype.toString.call(value)) || (isRecord(prototype) && typeof prototype.apply === 'function')
  )
}
