import type { MappingOptions } from '../options.ts'
import type { App } from './document.ts'
import { haproxyLabels } from './haproxy-labels.ts'
import { domainsIn, labelsOf } from './labels.ts'
import type { PortEntry } from './port-entries.ts'
import type { PortGroup } from './port-groups.ts'

/** What one port speaks, and under which names. */
interface PortProtocol {
  readonly application: string
  readonly transport: string
  readonly domains: readonly string[]
}

/** What the ports of an app speak. */
export interface Protocols {
  of(entry: PortEntry): PortProtocol
  /** The port that a label should say http for: the app has domains, and no port would be reached by them. */
  readonly missing: PortEntry | undefined
}

const applicationProtocols: ReadonlySet<string> = new Set(['http', 'https', 'ws', 'h2', 'grpc'])

/** Read protocols and domains from labels; `defaultProtocol` counts for the first tcp port with domains when no label says http. */
export function portProtocols(app: App, groups: readonly PortGroup[], options: MappingOptions): Protocols {
  const entries = groups.map(({ entry }) => entry)
  const byLabel = new Map(entries.map(entry => [entry, readLabels(app, entry, entries, options)]))
  const isHttp = ({ application, transport }: PortProtocol): boolean => application === 'http' || transport === 'http'
  const first = [...byLabel].find(
    ([entry, { domains, application, transport }]) =>
      entry.transport === 'tcp' && transport === 'tcp' && application === '' && domains.length > 0,
  )?.[0]
  const missing = [...byLabel.values()].some(isHttp) ? undefined : first
  const isDefault = options.defaultProtocol !== ''
  return {
    of(entry) {
      const read = byLabel.get(entry) ?? readLabels(app, entry, entries, options)
      return isDefault && entry === missing ? { ...read, application: options.defaultProtocol } : read
    },
    missing: isDefault ? undefined : missing,
  }
}

function readLabels(app: App, entry: PortEntry, entries: readonly PortEntry[], options: MappingOptions): PortProtocol {
  const labels = labelsOf(app.labels)
  const haproxy = haproxyLabels(app, entry.index, options.haproxyLabels)
  // Beside a tcp port of the same number the label means that one.
  const isTwin = entry.transport === 'udp' && entries.some(({ key, transport }) => key === entry.key && transport === 'tcp')
  const protocol = isTwin ? undefined : labels.port(entry, 'protocol')
  const named = applicationProtocols.has(protocol ?? '') ? protocol : undefined
  const fromHaproxy = haproxy.isHttp && !isTwin && protocol === undefined ? 'http' : ''
  const domains = domainsIn(labels.port(entry, 'domains') ?? labels.app('domains'))
  return {
    application: (isTwin ? undefined : labels.port(entry, 'applicationProtocol')) ?? named ?? fromHaproxy,
    transport: protocol ?? entry.transport,
    domains: domains.length > 0 ? domains : haproxy.domains,
  }
}
