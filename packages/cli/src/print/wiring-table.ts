import type { Wiring } from '@proxym/core'
import { printTable } from './table.ts'

const HOOKS = ['notify', 'generateServices', 'annotate', 'generateConfig'] as const

/** Plugin × hook × tap. */
export function printWiring(plugins: readonly string[], wiring: readonly Wiring[], width: number): string {
  const rows = plugins.map(plugin => [
    plugin,
    ...HOOKS.map(hook =>
      wiring
        .filter(tap => tap.plugin === plugin && tap.hook === hook)
        .map(tap => (hook === 'generateConfig' && tap.dryRun ? `${tap.tap} (dry run)` : tap.tap))
        .join(', '),
    ),
  ])
  return printTable([['plugin', ...HOOKS], ...rows], width)
}
