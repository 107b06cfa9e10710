import { expect, test } from 'vitest'
import marathon, { type MarathonOptions } from '../src/index.ts'
import { parseServer } from '../src/options/server.ts'

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

test.each([
  ['m1:8080', 'http://m1:8080', undefined],
  [' 10.0.0.1:8080 ', 'http://10.0.0.1:8080', undefined],
  ['[fd00::1]:8080/', 'http://[fd00::1]:8080', undefined],
  ['http://m1:8080/', 'http://m1:8080', undefined],
  ['HTTPS://M1', 'https://m1', undefined],
  ['https://dcos.example/service/marathon//', 'https://dcos.example/service/marathon', undefined],
  ['m1:8080/marathon', 'http://m1:8080/marathon', undefined],
  ['http://u:p%40w@m1:8080', 'http://m1:8080', basic('u:p@w')],
  ['http://u:100%@m1:8080', 'http://m1:8080', basic('u:100%')],
])('%j is a server', (text, url, authorization) => {
  expect(parseServer(text)).toMatchObject({ url, authorization })
})

test.each([
  '',
  'm1',
  'ftp://m1',
  'http://',
  'http://m1?x=1',
  'http://m1#x',
  'm1:80801234',
  'm1:99999',
  'a b:80',
  'u@m1:80',
  ':8080',
])('%j is none', text => {
  expect(parseServer(text)).toBeUndefined()
})

const servers = ['m1:8080']

test.each<readonly [given: unknown, message: RegExp]>([
  [{}, /marathon.servers.*list of Marathon servers/],
  [{ servers: [] }, /list of Marathon servers/],
  [{ servers: 'm1:8080' }, /list of Marathon servers/],
  [
    { servers: ['ftp://m1'] },
    /`marathon.servers\[0\]` must be `host:port` or an http\(s\) URL, got "ftp:\/\/m1". Write e.g. "http:\/\/m1:8080"/,
  ],
  [{ servers, server: 'x' }, /server.*servers/],
  [{ servers, auth: {} }, /one of `username` with `password`/],
  [{ servers, auth: { username: 'u' } }, /`username` and `password` together/],
  [{ servers, auth: { username: 'u', password: 'p', token: 't' } }, /one of/],
  [{ servers, auth: { serviceAccount: '{"uid":"u"}' } }, /DC\/OS service account/],
  [{ servers, tls: { ca: '/etc/ca.pem' } }, /PEM text/],
  [{ servers, tls: { cert: '-----BEGIN CERTIFICATE-----' } }, /`cert` and `key` together/],
  [{ servers, health: 'on' }, /"off", "known", "strict"/],
  [{ servers, callbackUrl: 'me:80' }, /http\(s\) URL/],
  [{ servers, requestTimeoutMs: 0 }, /at least 1/],
  [{ servers, haproxyLabels: [] }, /haproxyLabels/],
])('%j is a mistake that says what to write', (given, message) => {
  expect(() => marathon(given as MarathonOptions)).toThrow(message)
})

test('secrets are in no message', () => {
  const auth = {
    username: 'u',
    password: 'canary-password',
    token: 'canary-token',
    serviceAccount: '{"private_key":"canary-key"}',
  }
  const tls = { ca: 'canary-ca', key: 'canary-key', passphrase: 5 }
  const texts = [{ servers, auth }, { servers, tls }, { servers: ['http://u:canary@m1:1?x'] }].map(given => {
    try {
      return String(marathon(given as never))
    } catch (error) {
      return String(error)
    }
  })
  for (const text of texts) {
    expect(text).toMatch(/^ProxymError: /)
    expect(text).not.toContain('canary')
  }
})

test('PROXYM_MARATHON_SERVERS is a list of servers', () => {
  expect(marathon.definition).toMatchObject({
    name: 'marathon',
    source: 'Marathon',
    env: { SERVERS: { option: 'servers', kind: 'list' } },
  })
})

test('the same server twice is one', async () => {
  const { options } = await import('../src/options.ts')
  expect(options.parse({ servers: ['m1:8080', 'http://m1:8080/'] }).servers).toHaveLength(1)
})
