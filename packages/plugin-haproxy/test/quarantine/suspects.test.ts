import { expect, test } from 'vitest'
import type { Complaint } from '../../src/apply/complaints.ts'
import { suspectsOf } from '../../src/quarantine/suspects.ts'

const haproxy = `global
defaults
  mode http
frontend web
  bind *:80
  use_backend shop if { path /shop }
  use_backend x--_2fapi if { path /x }
backend shop
  optoin httpchk
  server s1 127.0.0.1:1 wieght 3
backend x--_2fapi
  balance roundrobin
frontend port-5432
  bind *:5432
  default_backend db
backend db
backend other`

const nginx = `events {}
http {
  upstream shop { server 127.0.0.1:1 wieght=2; }
  upstream db {
    server 127.0.0.1:2;
  }
  server {
    listen 80;
    location / {
      proxy_bufering on;
      proxy_pass http://shop;
    }
    location = "/api" {
      proxy_bufering on;
      proxy_pass http://api/;
    }
  }
}`

const services = [
  { id: 'shop', config: 'optoin httpchk\nproxy_bufering on;' },
  { id: '/api', config: '' },
  { id: 'db', config: 'proxy_bufering on;' },
  { id: 'api', config: '' },
]
const at = (line: number | undefined, words = 'words'): Complaint => ({ line, words })

test.each<[string, 'haproxy' | 'nginx' | 'none', Complaint, { strong?: string[]; weak?: string[] }]>([
  ['a line of its backend', 'haproxy', at(9), { strong: ['shop'] }],
  ['the line of the backend itself', 'haproxy', at(11), { strong: ['/api'] }],
  ['its own frontend', 'haproxy', at(14), { strong: ['db'] }],
  ['a rule in the shared frontend', 'haproxy', at(7), { weak: ['/api'] }],
  ['the bind of the shared frontend', 'haproxy', at(5), {}],
  ['a backend that is no service', 'haproxy', at(17), {}],
  ['a line before any section', 'haproxy', at(0), {}],
  ['words that name it, without a line', 'haproxy', at(undefined, "backend 'x--_2fapi' : no"), { weak: ['/api'] }],
  ['words that name a server of it', 'haproxy', at(undefined, "'server shop/s1' : no"), { weak: ['shop'] }],
  ['words that only begin like it', 'haproxy', at(undefined, 'shopping'), {}],
  ['its upstream on one line', 'nginx', at(3), { strong: ['shop'] }],
  ['a line of its upstream', 'nginx', at(5), { strong: ['db'] }],
  ['a location that passes to it', 'nginx', at(10), { strong: ['shop'] }],
  ['a location with a path', 'nginx', at(14), { strong: ['api'] }],
  ['a server that it shares', 'nginx', at(8), {}],
  ['a line of two config texts, without a syntax', 'none', at(10), { weak: ['db', 'shop'] }],
])('%s (%s)', (_what, syntax, complaint, expected) => {
  const { strong, weak } = suspectsOf([complaint], syntax === 'haproxy' ? haproxy : nginx, services, syntax)
  expect([...strong.keys()].sort()).toEqual(expected.strong ?? [])
  expect([...weak.keys()].sort()).toEqual(expected.weak ?? [])
})

test('two complaints about one service are both its words, the same one once', () => {
  const { strong } = suspectsOf([at(9, 'one'), at(10, 'two'), at(10, 'two')], haproxy, services, 'haproxy')
  expect([...strong]).toEqual([['shop', 'one\ntwo']])
})
