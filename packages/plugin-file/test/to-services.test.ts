import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toServices } from '../src/to-services.ts'

const read = (text: string, path = '/s/a.yaml') => toServices(path, Buffer.from(text))
const web = { id: 'web', origin: '/s/a.yaml:1' }

test('reads one service or a list, from JSON and from YAML', () => {
  expect(read('id: web')).toEqual([web])
  expect(read('- id: web\n- id: shop\n')).toEqual([web, { id: 'shop', origin: '/s/a.yaml:2' }])
  expect(read('{ "id": "web" }', '/s/a.json')).toEqual([{ id: 'web', origin: '/s/a.json:1' }])
  expect(read('[\n{ "id": "web" },\n{ "id": "shop" }\n]', '/s/a.json').map(({ origin }) => origin)).toEqual([
    '/s/a.json:2',
    '/s/a.json:3',
  ])
  expect(read('[]')).toEqual([])
})

test('reads the files of the first proxym as they are', () => {
  const text = `{
  "Id": "redis", "ApplicationProtocol": "redis", "Domains": null, "Port": 6379, "ServicePort": 6379, "Config": "",
  "Hosts": [{ "Ip": "10.0.0.1", "Port": 31001 }], "TransportProtocol": "tcp", "ProxyPath": "", "Source": "File"
}`
  expect(read(text, '/s/a.json')).toEqual([
    {
      id: 'redis',
      applicationProtocol: 'redis',
      port: 6379,
      servicePort: 6379,
      config: '',
      hosts: [{ ip: '10.0.0.1', port: 31001 }],
      transportProtocol: 'tcp',
      proxyPath: '',
      origin: '/s/a.json:1',
    },
  ])
})

test('matches the keys of services and hosts in any case, and leaves metadata alone', () => {
  const text =
    'ID: web\nAPPLICATIONPROTOCOL: http\nhosts: [{ IP: a, pOrT: 1, Metadata: { Ip: 1, ip: 2 } }]\nMetaData: { Domains: [x], ID: 1 }'
  expect(read(text)).toEqual([
    {
      ...web,
      applicationProtocol: 'http',
      hosts: [{ ip: 'a', port: 1, metadata: { Ip: 1, ip: 2 } }],
      metadata: { Domains: ['x'], ID: 1 },
    },
  ])
})

test('passes on what it does not know, so that core can name it', () => {
  expect(read('id: 5\nDomain: x\nhosts: none')).toEqual([{ id: 5, Domain: 'x', hosts: 'none', origin: '/s/a.yaml:1' }])
  expect(read('id: web\nhosts: [5, { Adress: x }]')).toEqual([{ ...web, hosts: [5, { Adress: 'x' }] }])
})

test('leaves out the schema that a file of one service names for editors', () => {
  expect(read('{ "$schema": "./services.json", "id": "web" }', '/s/a.json')).toEqual([{ id: 'web', origin: '/s/a.json:1' }])
  expect(read('- { $schema: x, id: web }')).toEqual([{ ...web, $schema: 'x' }])
})

test('takes null for "not given" in fields, and for null in metadata', () => {
  expect(read('id: web\nhosts:\ndomains: null\nmetadata: { a: null }')).toEqual([{ ...web, metadata: { a: null } }])
})

test('follows aliases, also to a whole service', () => {
  const text =
    '- id: a\n  hosts: &hosts [{ ip: x, port: 1 }]\n- id: b\n  hosts: *hosts\n  metadata: &m { k: [1] }\n- { id: c, metadata: *m }\n'
  expect(read(text).map(({ hosts, metadata }) => hosts ?? metadata)).toEqual([
    [{ ip: 'x', port: 1 }],
    [{ ip: 'x', port: 1 }],
    { k: [1] },
  ])
})

test('every JSON value comes through as JSON.parse reads it', () => {
  const safe = (value: unknown): boolean => !/"(?:__proto__|constructor|prototype)":/.test(JSON.stringify(value))
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }).filter(safe), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
      const text = JSON.stringify({ id: 'web', metadata: { value } }, null, indent)
      expect(read(text, '/s/a.json')[0]?.metadata).toEqual(JSON.parse(text).metadata)
    }),
    { numRuns: 1000 },
  )
})
