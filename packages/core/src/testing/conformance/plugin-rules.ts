import { type ConformanceOptions, type Factory, withRig } from './rig.ts'
import { applyWithoutIo } from './rules/apply-without-io.ts'
import { deterministic } from './rules/deterministic.ts'
import { dryRunTouchesNothing } from './rules/dry-run.ts'
import { failuresContained } from './rules/failures-contained.ts'
import { independentInstances } from './rules/independent-instances.ts'
import { makesAPlugin } from './rules/makes-a-plugin.ts'
import { releasesEverything } from './rules/releases-everything.ts'
import type { Rule } from './rules/rule.ts'
import { secretsHidden } from './rules/secrets.ts'
import { signalsHonoured } from './rules/signals.ts'
import { sourceLabel } from './rules/source-label.ts'
import { clearRefusal, strictOptions } from './rules/strict-options.ts'
import { tapNames } from './rules/tap-names.ts'

const rules: readonly Rule[] = [
  makesAPlugin,
  applyWithoutIo,
  strictOptions,
  clearRefusal,
  tapNames,
  sourceLabel,
  deterministic,
  failuresContained,
  signalsHonoured,
  dryRunTouchesNothing,
  secretsHidden,
  independentInstances,
  releasesEverything,
]

/** A rule of the plugin contract, bound to one plugin. */
export interface PluginRule {
  /** A claim, as the name of a test. */
  readonly name: string
  /** @throws ProxymError `PROXYM_CONFORMANCE` when the plugin breaks it */
  check(): Promise<void>
}

/**
 * The rules that every plugin keeps, for any test runner. One after another: they watch the whole process.
 *
 * @example
 * for (const { name, check } of pluginRules(leases, { options })) test(name, check)
 */
export function pluginRules<O = unknown>(factory: Factory<O>, options: ConformanceOptions<O> = {}): readonly PluginRule[] {
  return rules.map(({ name, check }) => ({ name, check: () => withRig(factory, options, check) }))
}
