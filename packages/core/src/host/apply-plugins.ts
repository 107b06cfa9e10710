import type { PluginInstance } from '../config/loaded-config.ts'
import type { Hooks } from '../hooks/contract.ts'
import { createFacade } from '../hooks/facade.ts'
import type { RawHooks } from '../hooks/hooks.ts'
import type { TapOwner } from '../hooks/tap-record.ts'
import type { PluginContext } from '../plugin.ts'
import type { Problem } from '../problem.ts'
import { applyFailed, asyncApply } from './errors.ts'

/** Apply every plugin to hooks that are its own, although another fails. Returns the problems of those that did. */
export function applyPlugins(
  plugins: readonly PluginInstance[],
  hooks: RawHooks,
  contextFor: (owner: TapOwner, hooks: Hooks) => PluginContext,
): readonly Problem[] {
  const problems: Problem[] = []
  for (const [position, { plugin, name, optional, confirmMs }] of plugins.entries()) {
    const owner: TapOwner = { name, source: plugin.source ?? plugin.name, position, optional, confirmMs }
    const facade = createFacade(hooks, owner)
    try {
      const returned: unknown = plugin.apply(contextFor(owner, facade.hooks))
      if (returned instanceof Promise) {
        returned.catch(() => {})
        problems.push(asyncApply(name))
      }
    } catch (error) {
      problems.push(...applyFailed(name, error))
    }
    facade.seal()
  }
  return problems
}
