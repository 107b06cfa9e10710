import { isHttp, type JsonValue, type Problem, type Service, transportOf } from '@proxym/core'
import {
  type ConfigTextPolicy,
  configFlaw,
  configTextMode,
  environmentUse,
  ignoredConfig,
  refusedConfig,
  type Syntax,
} from '../lint/index.ts'
import { address, backendName, domain, path } from '../names/index.ts'
import { refusedField, udpUnsupported } from './errors.ts'

/** How a service is carried. */
export type Mode = 'http' | 'tcp' | 'udp'

/** A service as templates see it: every field of the service and what is derived from it. */
export interface TemplateService extends Service {
  readonly mode: Mode
  /** Path that answers whether a host is healthy; empty when unknown. From `metadata.health`. */
  readonly healthPath: string
}

/** What became of a service: something to write, what it lost, or both. */
export interface Prepared {
  readonly service?: TemplateService
  readonly problems: readonly Problem[]
}

export interface PrepareOptions {
  readonly syntax: Syntax
  readonly configText: ConfigTextPolicy
}

/** Check every field that reaches the file, apply the policy for config texts, and derive what templates need. */
export function prepareService(service: Service, { syntax, configText }: PrepareOptions): Prepared {
  const mode = isHttp(service) ? 'http' : transportOf(service)
  if (mode === 'udp' && syntax === 'haproxy') return { problems: [udpUnsupported(service)] }
  try {
    checkFields(service)
  } catch (error) {
    return { problems: [refusedField(service, error)] }
  }
  const derived = { mode, healthPath: healthPathOf(service) } as const
  if (service.config === '') return { service: { ...service, ...derived }, problems: [] }
  const policy = configTextMode(configText, service.source)
  if (policy === 'off') return { service: { ...service, ...derived, config: '' }, problems: [ignoredConfig(service)] }
  const flaw = policy === 'lint' ? configFlaw(service, syntax) : undefined
  return flaw === undefined ? { service: { ...service, ...derived }, problems: [] } : { problems: [refusedConfig(service, flaw)] }
}

// Core has checked them all; this is for data that did not come through core.
function checkFields(service: Service): void {
  backendName(service.id)
  for (const name of service.domains) domain(name)
  if (service.proxyPath !== '') plainPath(service.proxyPath)
  for (const host of service.hosts) address(host)
}

// HAProxy reads `env(NAME)` in more places than one remembers; the lint of the whole file would not let it pass.
function plainPath(text: unknown): string {
  const checked = path(text)
  if (environmentUse(checked) !== undefined) throw new Error(`the path ${JSON.stringify(checked)} would read the environment`)
  return checked
}

function healthPathOf({ metadata }: Service): string {
  const health = recordOf(metadata.health)
  const protocol = health?.protocol
  // Only plain http is asked: a check over TLS needs settings that nobody has given.
  if (typeof protocol === 'string' && !/^(?:mesos_)?http$/i.test(protocol)) return ''
  try {
    return plainPath(health?.path)
  } catch {
    // Metadata is free: what is no path is no health path.
    return ''
  }
}

function recordOf(value: JsonValue | undefined): Readonly<Record<string, JsonValue>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return value as Readonly<Record<string, JsonValue>>
}
