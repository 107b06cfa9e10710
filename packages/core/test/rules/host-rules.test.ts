import { expect, test } from 'vitest'
import { nearest } from '../../src/config/did-you-mean.ts'
import { parseService } from '../../src/rules/service-rules.ts'
import type { Host, JsonValue } from '../../src/service.ts'

function parse(hosts: JsonValue): readonly Host[] | readonly string[] {
  const result = parseService({ id: 'a', hosts }, 'Test', nearest)
  return 'service' in result ? result.service.hosts : result.mistakes
}

test.each<readonly [given: string, stored: string]>([
  ['10.0.0.1', '10.0.0.1'],
  ['::1', '::1'],
  ['::', '::'],
  ['2001:DB8::A', '2001:db8::a'],
  ['2001:0db8:0000:0000:0000:0000:0000:000a', '2001:db8::a'],
  ['::ffff:10.0.0.1', '::ffff:a00:1'],
  ['M1.Example.com', 'm1.example.com'],
  ['localhost', 'localhost'],
  ['a-1.b', 'a-1.b'],
  ['10.0.0.1.example', '10.0.0.1.example'],
])('the address %j is kept as %j', (given, stored) => {
  expect(parse([{ ip: given, port: 80 }])).toEqual([{ ip: stored, port: 80, weight: 1, metadata: {} }])
})

// Each of these is an address of another kind to some proxy, or two words.
test.each<JsonValue>([
  ...['', ' ', '1', '10.0.0', '10.0.0.256'],
  ...['010.0.0.1', '10.0.0.1:80', '10.0.0.1 ', '10.0.0.1\n', '10.0.0.1;x', '127.1', '0x7f.1', '0x7f000001'],
  ...['[::1]', 'fe80::1%eth0', '::1::', '12345::', ':'],
  ...['unix@/tmp/x', 'fd@3', 'abns@x', '/tmp/socket', 'ipv4@10.0.0.1', '*', 'a..b', '-a', 'a-', 'a_b', 'ä.example', 'a.example.'],
  ...['a'.repeat(64), `${'a.'.repeat(127)}a`, 10, null, ['10.0.0.1']],
])('%j is no address', ip => {
  expect(
    parse([
      { ip: '10.0.0.1', port: 80 },
      { ip, port: 80 },
    ]),
  ).toEqual([expect.stringContaining('`hosts[1].ip` must be an IP address or a host name')])
})

test('brackets around an IPv6 address are named', () => {
  expect(parse([{ ip: '[::1]', port: 80 }])).toEqual([expect.stringContaining('write IPv6 without brackets')])
})

test.each<readonly [host: JsonValue, message: string]>([
  [{ ip: '10.0.0.1' }, '`hosts[0].port` must be a whole number from 1 to 65535, got undefined'],
  [{ ip: '10.0.0.1', port: 0 }, '`hosts[0].port` must be a whole number from 1 to 65535, got 0'],
  [{ ip: '10.0.0.1', port: 65_536 }, '`hosts[0].port` must be'],
  [{ ip: '10.0.0.1', port: '80' }, '`hosts[0].port` must be a whole number from 1 to 65535, got "80"'],
  [{ port: 80 }, '`hosts[0].ip` must be an IP address or a host name, got undefined'],
  [{ ip: '10.0.0.1', port: 80, weight: -1 }, '`hosts[0].weight` must be a whole number from 0 to 256'],
  [{ ip: '10.0.0.1', port: 80, weight: 257 }, '`hosts[0].weight` must be'],
  [{ ip: '10.0.0.1', port: 80, weight: 0.5 }, '`hosts[0].weight` must be'],
  [{ ip: '10.0.0.1', port: 80, metadata: [] }, '`hosts[0].metadata` must be an object'],
  [{ ip: '10.0.0.1', port: 80, host: 'x' }, '`hosts[0].host` is not known; a host has ip, port, weight, metadata'],
  ['10.0.0.1:80', '`hosts[0]` must be { ip, port }, got "10.0.0.1:80"'],
  [null, '`hosts[0]` must be { ip, port }, got null'],
  [['10.0.0.1', 80], '`hosts[0]` must be { ip, port }'],
])('the host %j is a mistake', (host, message) => {
  expect(parse([host])).toEqual([expect.stringContaining(message)])
})

test('what is no list of hosts is a mistake', () => {
  expect(parse({ ip: '10.0.0.1', port: 80 })).toEqual([expect.stringContaining('`hosts` must be a list')])
})

test('weight 0 and 256 are kept', () => {
  expect(
    parse([
      { ip: '10.0.0.1', port: 1, weight: 0 },
      { ip: '10.0.0.1', port: 2, weight: 256 },
    ]),
  ).toMatchObject([{ weight: 0 }, { weight: 256 }])
})

test('hosts are sorted by address and then by port as a number; each address and port counts once, the heavier one', () => {
  const given = [
    { ip: '::1', port: 80 },
    { ip: '10.0.0.1', port: 443, weight: 2 },
    { ip: '10.0.0.1', port: 80 },
    { ip: '0:0::1', port: 80, weight: 5 },
    { ip: '10.0.0.1', port: 443, weight: 3 },
  ]
  const sorted = [
    ['10.0.0.1', 80, 1],
    ['10.0.0.1', 443, 3],
    ['::1', 80, 5],
  ]
  for (const hosts of [given, given.toReversed()])
    expect((parse(hosts) as readonly Host[]).map(({ ip, port, weight }) => [ip, port, weight])).toEqual(sorted)
})
