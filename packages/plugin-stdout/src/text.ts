import { authority, type Host, type Service } from '@proxym/core'
import { total } from './total.ts'

/** A block for each service with the fields that are known, and the total. */
export function renderText(services: readonly Service[]): string {
  return [...services.map(block), `${total(services)}\n`].join('\n')
}

function block(service: Service): string {
  const rows: readonly (readonly [label: string, lines: readonly string[]])[] = [
    ['domains', service.domains],
    ['path', known(service.proxyPath)],
    ['protocol', known([service.applicationProtocol, service.transportProtocol].filter(Boolean).join(' over '))],
    ['port', known(service.port)],
    ['service port', known(service.servicePort)],
    ['listen port', known(service.listenPort)],
    ['hosts', service.hosts.map(address)],
    ['config', known(service.config).flatMap(text => text.trimEnd().split('\n'))],
    ['metadata', Object.keys(service.metadata).length === 0 ? [] : [JSON.stringify(service.metadata)]],
  ]
  const lines = rows.flatMap(([label, values]) =>
    values.map((value, index) => `  ${(index === 0 ? label : '').padEnd(14)}${value}`),
  )
  return [`${service.id} (${service.source})`, ...lines, ''].join('\n')
}

const known = (value: string | number): readonly string[] => (value === '' || value === 0 ? [] : [String(value)])

function address({ ip, port, weight, metadata }: Host): string {
  const place = authority(ip, port)
  const more = Object.keys(metadata).length === 0 ? '' : ` ${JSON.stringify(metadata)}`
  return `${place}${weight === 1 ? '' : ` weight ${weight}`}${more}`
}
