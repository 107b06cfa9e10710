import type { Liquid } from 'liquidjs'
import { address, backendName, domain, path, portText, serverName, upstreamName } from '../names/index.ts'

// What depends on the clock or on chance, evaluates text as an expression, or is made for HTML (and had holes).
const removed = [
  'date',
  'date_to_xmlschema',
  'date_to_rfc822',
  'date_to_string',
  'date_to_long_string',
  'sample',
  'where_exp',
  'reject_exp',
  'group_by_exp',
  'has_exp',
  'find_exp',
  'find_index_exp',
  'strip_html',
  'newline_to_br',
  'escape',
  'escape_once',
  'xml_escape',
  'raw',
] as const

type HostLike = { readonly ip: string; readonly port: number }

/** Remove the filters of Liquid that have no place here and add those through which values reach the file. */
export function registerFilters(liquid: Liquid): void {
  for (const name of removed) liquid.unregisterFilter(name)
  liquid.registerFilter('backend_name', backendName)
  liquid.registerFilter('upstream_name', upstreamName)
  liquid.registerFilter('server_name', (host: unknown) => serverName(asHost(host)))
  liquid.registerFilter('address', (host: unknown) => address(asHost(host)))
  liquid.registerFilter('domain', domain)
  liquid.registerFilter('path', path)
  liquid.registerFilter('port', portText)
}

function asHost(value: unknown): HostLike {
  if (typeof value === 'object' && value !== null && 'ip' in value && 'port' in value) return value as HostLike
  throw new TypeError('`address` and `server_name` take a host: {{ host | address }}')
}
