import type { Service } from '@proxym/core'
import { controlCharacter } from './control-characters.ts'
import { haproxyConfigFlaw } from './haproxy-config-text.ts'
import { nginxConfigFlaw } from './nginx-config-text.ts'
import type { Syntax } from './syntax.ts'

/** What happens with the `config` text of a service: checked, left out, or written as it is. */
export type ConfigTextMode = 'lint' | 'off' | 'trusted'

/** One mode for all services, or one per source label (`lint` for the others). */
export type ConfigTextPolicy = ConfigTextMode | Readonly<Record<string, ConfigTextMode>>

/** Why a config text is refused: the line, counted from 1, and a sentence. */
export interface ConfigFlaw {
  readonly line: number
  readonly reason: string
}

/** The mode for the services of one source. */
export function configTextMode(policy: ConfigTextPolicy, source: string): ConfigTextMode {
  if (typeof policy === 'string') return policy
  return Object.hasOwn(policy, source) ? (policy[source] ?? 'lint') : 'lint'
}

/** The first thing in the `config` text of a service that may not stand there, or undefined. */
export function configFlaw({ config }: Pick<Service, 'config'>, syntax: Syntax): ConfigFlaw | undefined {
  if (config === '') return undefined
  const control = controlCharacter(config)
  if (control !== undefined) return control
  if (syntax === 'haproxy') return haproxyConfigFlaw(config)
  if (syntax === 'nginx') return nginxConfigFlaw(config)
  // Nobody knows what it will be part of: what is refused by HAProxy's rules is refused, and a brace may not close another's block.
  return haproxyConfigFlaw(config, { keywords: false }) ?? nginxConfigFlaw(config, { statements: false })
}
