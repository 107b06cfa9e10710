import type { Plugin } from '../../plugin.ts'

/** Whether it can be used as a plugin: an object, of a class or not, with a name and `apply`. */
export function isPlugin(value: unknown): value is Plugin {
  if (typeof value !== 'object' || value === null) return false
  const { name, apply } = value as Partial<Record<keyof Plugin, unknown>>
  return typeof name === 'string' && name !== '' && typeof apply === 'function'
}
