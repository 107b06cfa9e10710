import type { JsonValue, Service } from '../service.ts'
import { parseDomain } from './domain.ts'
import { parseHosts, parseMetadata } from './host-rules.ts'
import { parseInteger } from './numbers.ts'
import { RuleError, shown } from './rule-error.ts'
import { parseConfig, parseId, parsePath, parseProtocol } from './text-fields.ts'

/** The fields of a service that a plugin may give. */
export const serviceFields = [
  'id',
  'domains',
  'hosts',
  'port',
  'servicePort',
  'listenPort',
  'applicationProtocol',
  'transportProtocol',
  'proxyPath',
  'config',
  'metadata',
] as const

type Raw = Readonly<Record<string, JsonValue>>
/** The checked service, or what is wrong with it. */
export type ServiceResult = { readonly service: Service } | { readonly mistakes: readonly string[] }

const NONE: readonly never[] = Object.freeze([])
const NO_METADATA = Object.freeze({})
const MAX_MISTAKES = 5

/** Check, default and normalise one service field by field; every mistake is named, up to five. */
export function parseService(
  raw: Raw,
  source: string,
  suggest: (word: string, known: readonly string[]) => string | undefined,
): ServiceResult {
  const mistakes: string[] = []
  const field = <T>(parse: (value: JsonValue) => T, name: string, missing: T): T => {
    const value = raw[name]
    if (value === undefined) return missing
    try {
      return parse(value)
    } catch (error) {
      if (!(error instanceof RuleError)) throw error
      mistakes.push(error.message)
      return missing
    }
  }
  for (const key of Object.keys(raw)) {
    if ((serviceFields as readonly string[]).includes(key)) continue
    mistakes.push(key === 'source' ? '`source` is set by proxym: leave it out' : unknownField(key, suggest(key, serviceFields)))
  }
  if (raw['id'] === undefined) mistakes.push('`id` is missing')
  const port = field(value => parseInteger(value, 'port', 0, 65535), 'port', 0)
  const servicePort = field(value => parseInteger(value, 'servicePort', 0, 65535), 'servicePort', 0)
  const service: Service = {
    id: field(parseId, 'id', ''),
    source,
    domains: field(parseDomains, 'domains', NONE),
    hosts: field(value => parseHosts(value, 'hosts'), 'hosts', NONE),
    port,
    servicePort,
    listenPort: field(value => parseInteger(value, 'listenPort', 0, 65535), 'listenPort', servicePort === 0 ? port : servicePort),
    applicationProtocol: field(value => parseProtocol(value, 'applicationProtocol'), 'applicationProtocol', ''),
    transportProtocol: field(value => parseProtocol(value, 'transportProtocol'), 'transportProtocol', ''),
    proxyPath: field(parsePath, 'proxyPath', ''),
    config: field(parseConfig, 'config', ''),
    metadata: field(value => parseMetadata(value, 'metadata'), 'metadata', NO_METADATA),
  }
  if (mistakes.length === 0) return { service: Object.freeze(service) }
  const more = mistakes.length - MAX_MISTAKES
  return { mistakes: more > 0 ? [...mistakes.slice(0, MAX_MISTAKES), `${more} more`] : mistakes }
}

function parseDomains(value: JsonValue): readonly string[] {
  if (!Array.isArray(value)) throw new RuleError('domains', `must be a list of host names, got ${shown(value)}`)
  return Object.freeze([...new Set(value.map((item, index) => parseDomain(item, `domains[${index}]`)))])
}

function unknownField(key: string, nearest: string | undefined): string {
  return nearest === undefined
    ? `\`${key}\` is not a field of a service`
    : `\`${key}\` is not a field of a service; did you mean \`${nearest}\`?`
}
