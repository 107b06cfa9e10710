import { isPlugin } from '../../../config/plugins/is-plugin.ts'
import { nameOdd, noFactory, noPlugin, sameInstance } from '../errors.ts'
import type { Rule } from './rule.ts'

export const makesAPlugin: Rule = {
  name: 'its factory makes a new plugin each time',
  async check({ factory, make }) {
    if (typeof factory !== 'function') throw noFactory(typeof factory)
    const plugin: unknown = make()
    if (!isPlugin(plugin)) throw noPlugin(plugin instanceof Promise ? 'a promise' : typeof plugin)
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(plugin.name)) throw nameOdd(plugin.name)
    if (make() === plugin) throw sameInstance(plugin.name)
  },
}
