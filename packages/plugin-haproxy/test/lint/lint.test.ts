import { expect, test } from 'vitest'
import { lint } from '../../src/lint/index.ts'

const dollar = '$'
const haproxy = (text: string) =>
  lint(text, 'haproxy', use => use === `${dollar}{OWN}`).map(({ where, message }) => `${where} ${message}`)
const nginx = (text: string) => lint(text, 'nginx', () => false).map(({ where, message }) => `${where} ${message}`)

test.each([
  ['two sections of one name', 'backend a\nbackend b\nbackend a\n', 'rendered:3 `backend a` is there twice, first at line 1'],
  ['a listen beside a backend of its name', 'listen a\nbackend a\n', 'rendered:2 `backend a` is there twice, first at line 1'],
  [
    'one address in two sections',
    'frontend a\n bind *:80\nfrontend b\n bind 0.0.0.0:80\n',
    'rendered:4 `*:80` is bound twice, first at line 2',
  ],
  ['one address in a list', 'frontend a\n bind :80\nfrontend b\n bind 10.0.0.1:1,:80\n', 'rendered:4 `*:80` is bound twice'],
  ['ranges that meet', 'frontend a\n bind :80-90\nfrontend b\n bind :85\n', 'rendered:4 `*:85` is bound twice'],
  ['one socket twice', 'frontend a\n bind /run/a.sock\nfrontend b\n bind /run/a.sock\n', 'is bound twice'],
  ['IPv6 in two forms', 'frontend a\n bind :::80\nfrontend b\n bind [::]:80\n', 'rendered:4 `::'],
  [
    'a backend that is not there',
    'frontend a\n use_backend b if TRUE\n',
    'rendered:2 `use_backend b` names a backend that is not there',
  ],
  ['a default that is not there', 'frontend a\n default_backend b\n', 'rendered:2 `default_backend b` names'],
  ['a frontend as a backend', 'frontend a\n default_backend a\n', 'rendered:2 `default_backend a` names'],
  [
    'an environment variable',
    `backend a\n http-response set-header x "${dollar}{SECRET}"\n`,
    `rendered:2 \`${dollar}{SECRET}\` would read`,
  ],
  ['env()', 'backend a\n http-response set-header x %[env(SECRET)]\n', 'rendered:2 `env(SECRET)` would read'],
  ['an open quote', 'backend a\n description "x\n', 'rendered:2 the rendered line is refused: a quote'],
  ['a line before any section', 'bind :80\nbackend a\n', 'rendered:1 the rendered line stands before any section'],
  ['a control character', 'backend a\u0000\n', 'rendered:1 the rendered file is refused'],
  ['nothing', '', 'undefined the template gave no configuration'],
])('refuses %s', (_what, text, wanted) => {
  expect(haproxy(text)).toEqual([expect.stringContaining(wanted)])
})

test.each([
  ['global sections', 'global\nglobal\ndefaults\ndefaults\nbackend a\n'],
  ['a frontend beside a backend of its name', 'frontend a\n default_backend a\nbackend a\n'],
  ['a listen as a backend', 'frontend a\n use_backend b if TRUE\nlisten b\n'],
  ['a backend by request', 'frontend a\n use_backend %[var(txn.be)]\n'],
  ['one address per device', 'frontend a\n bind :80 interface eth0\nfrontend b\n bind :80 interface eth1\n'],
  ['one address in one section', 'frontend a\n bind :80 process 1/1\n bind :80 process 1/2\n'],
  ['tcp and udp on a port', 'frontend a\n bind :443 ssl\nfrontend b\n bind quic4@:443 ssl\n'],
  ['other addresses', 'frontend a\n bind 10.0.0.1:80\nfrontend b\n bind 10.0.0.2:80,10.0.0.1:81\n'],
  ['what the template means', `backend a\n description "${dollar}{OWN}"\n`],
])('lets %s pass', (_what, text) => {
  expect(haproxy(text)).toEqual([])
})

test.each([
  ['a block that stays open', 'events {\n', 'rendered:1'],
  ['a directive without end', 'events { }\npid x', 'rendered:2'],
  [
    'two upstreams of one name',
    'http {\nupstream a { }\nupstream A { }\n}',
    'rendered:3 `upstream A` is there twice, first at line 2',
  ],
  ['one stream port twice', 'stream {\nserver { listen 53; }\nserver { listen 53; }\n}', 'rendered:3 `*:53` is bound twice'],
  [
    'a port of http in stream',
    'http { server { listen 80; } }\nstream { server { listen 0.0.0.0:80; } }',
    'rendered:2 `*:80` is bound twice',
  ],
])('refuses %s in nginx', (_what, text, wanted) => {
  expect(nginx(text)).toEqual([expect.stringContaining(wanted)])
})

test.each([
  ['servers on one port', 'http {\nserver { listen 80; }\nserver { listen 80; }\n}'],
  ['udp beside tcp', 'stream {\nserver { listen 53; }\nserver { listen 53 udp; }\n}'],
  ['upstreams of one name in http and stream', 'http { upstream a { } }\nstream { upstream a { } }'],
  ['its variables', `http { server { return 301 https://${dollar}{host}; } }`],
])('lets %s pass in nginx', (_what, text) => {
  expect(nginx(text)).toEqual([])
})
