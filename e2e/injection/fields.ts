import { isHttp, type Service } from '@proxym/core'
import type { Entrance } from './entrances.ts'
import type { Raw } from './raw.ts'

/** A field of a service, and a hostile value in it. */
export interface Field {
  readonly name: string
  /** What is written instead of the harmless fields. */
  attack(value: string): Raw
  /** A service that was taken, with the hostile value replaced by a harmless one of the same shape. */
  mend(service: Service, index: number): Service
  /** Whether a service may live without the directives that this field stands for. */
  readonly mayLose?: boolean
  /** Whether the value makes the file unreadable as a whole. */
  readonly spoilsFile?: (value: string) => boolean
}

/** A service that nobody could object to. */
export const harmless = (index: number): Raw => ({
  id: `s${index}`,
  domains: [`s${index}.example.com`],
  hosts: [{ ip: '10.0.0.1', port: 8080 }],
  port: 0,
  servicePort: 0,
  listenPort: 0,
  applicationProtocol: 'http',
  transportProtocol: 'tcp',
  metadata: { health: { path: '/health' } },
})

const asIs = (service: Service): Service => service
const host = (fields: Raw): Raw => ({ hosts: [{ ip: '10.0.0.1', port: 8080, ...fields }] })
const mendDomains = (service: Service, index: number): Service => ({
  ...service,
  domains: service.domains.map((name, at) => `${name.startsWith('*.') ? '*.' : ''}s${index}-${at}.example.com`),
})
const mendPath = (service: Service, index: number): Service => ({
  ...service,
  proxyPath: service.proxyPath === '' ? '' : `/mended/${index}`,
})
const mendProtocols = (service: Service): Service => ({
  ...service,
  applicationProtocol: isHttp(service) ? 'http' : 'other',
  transportProtocol: service.transportProtocol === 'udp' ? 'udp' : 'tcp',
})
const mendHealth = (service: Service): Service => ({ ...service, metadata: { health: { path: '/health' } } })
const refusedKeys = new Set(['__proto__', 'constructor', 'prototype'])

/** Every place where a value from outside can stand. */
const fields: readonly Field[] = [
  { name: 'id', attack: id => ({ id }), mend: (service, index) => ({ ...service, id: `s${index}` }) },
  { name: 'domain', attack: domain => ({ domains: [domain] }), mend: mendDomains },
  { name: 'one of two domains', attack: domain => ({ domains: ['b.example.com', domain] }), mend: mendDomains },
  { name: 'wildcard', attack: domain => ({ domains: [`*.${domain}`] }), mend: mendDomains },
  { name: 'address of a host', attack: ip => host({ ip }), mend: asIs, mayLose: true },
  { name: 'port of a host', attack: port => host({ port }), mend: asIs },
  { name: 'weight of a host', attack: weight => host({ weight }), mend: asIs },
  { name: 'metadata of a host', attack: note => host({ metadata: { note } }), mend: asIs },
  { name: 'port', attack: port => ({ port }), mend: asIs },
  { name: 'servicePort', attack: servicePort => ({ servicePort }), mend: asIs },
  { name: 'listenPort', attack: listenPort => ({ listenPort }), mend: asIs },
  { name: 'applicationProtocol', attack: applicationProtocol => ({ applicationProtocol }), mend: mendProtocols },
  { name: 'transportProtocol', attack: transportProtocol => ({ transportProtocol }), mend: mendProtocols },
  { name: 'proxyPath', attack: proxyPath => ({ proxyPath }), mend: mendPath },
  { name: 'proxyPath behind a slash', attack: path => ({ proxyPath: `/${path}` }), mend: mendPath },
  {
    name: 'config',
    attack: config => ({ config }),
    mend: service => ({ ...service, config: service.config === '' ? '' : '# mended' }),
  },
  { name: 'metadata', attack: note => ({ metadata: { note, health: { path: '/health' } } }), mend: asIs },
  { name: 'health path', attack: path => ({ metadata: { health: { path } } }), mend: mendHealth, mayLose: true },
  {
    name: 'health path behind a slash',
    attack: path => ({ metadata: { health: { path: `/${path}` } } }),
    mend: mendHealth,
    mayLose: true,
  },
  {
    name: 'health protocol',
    attack: protocol => ({ metadata: { health: { path: '/health', protocol } } }),
    mend: mendHealth,
    mayLose: true,
  },
  {
    name: 'key of the metadata',
    attack: key => ({
      metadata: Object.fromEntries([
        ['health', { path: '/health' }],
        [key, 'x'],
      ]),
    }),
    mend: asIs,
    spoilsFile: key => refusedKeys.has(key),
  },
  { name: 'source', attack: source => ({ source }), mend: asIs },
  { name: 'origin', attack: origin => ({ origin }), mend: asIs, spoilsFile: () => true },
  {
    name: 'unknown field',
    attack: key => Object.fromEntries([[key, 'x']]),
    mend: asIs,
    spoilsFile: key => refusedKeys.has(key) || key === 'origin',
  },
]

/** The fields that an entrance has a place for. */
export function fieldsOf({ lacks = [] }: Pick<Entrance, 'lacks'>): readonly Field[] {
  return fields.filter(({ name }) => !lacks.includes(name))
}
