import fc from 'fast-check'
import { expect, test } from 'vitest'
import { address, serverName } from '../../src/names/index.ts'

test.each([
  ['10.0.0.1', 80, '10.0.0.1:80', 's-10.0.0.1-80'],
  ['::1', 8080, '[::1]:8080', 's---1-8080'],
  ['2001:db8::a', 443, '[2001:db8::a]:443', 's-2001-db8--a-443'],
  ['::ffff:10.0.0.1', 80, '[::ffff:10.0.0.1]:80', 's---ffff-10.0.0.1-80'],
  ['app.example.com', 80, 'app.example.com:80', 's-app.example.com-80'],
  ['localhost', 65535, 'localhost:65535', 's-localhost-65535'],
  // These are host names that look like the server name of an address.
  ['1--2', 80, '1--2:80', 's-1--2:80'],
  ['1--1.2.3.4', 80, '1--1.2.3.4:80', 's-1--1.2.3.4:80'],
])('writes %s and %i as %s', (ip, port, asAddress, asName) => {
  expect(address({ ip, port })).toBe(asAddress)
  expect(serverName({ ip, port })).toBe(asName)
})

test.each([
  '',
  ' ',
  '*',
  '1.2.3',
  '010.0.0.1',
  '256.1.1.1',
  '1.2.3.4.5',
  'fe80::1%eth0',
  '[::1]',
  '::1]:80 check',
  'unix@/run/docker.sock',
  'unix',
  'UNIX',
  'abns@x',
  'fd@3',
  'ipv4@10.0.0.1',
  '$HOME',
  '$\u007bHOME}',
  'a b',
  'a\nb',
  'a\n  server x 1.2.3.4:1',
  'a#',
  'x /run/docker.sock #',
  '-a',
  'a-',
  'a..b',
  '.a',
  'a.',
  'a_b',
  'ü.example',
  `${'a'.repeat(64)}.example`,
  `${'a.'.repeat(127)}a`,
  'x'.repeat(1_000_000),
  'a:80',
  'a;b',
  'a,b',
  'a"',
  "a'",
  'a\\',
  'a\u2028b',
  '\u0000',
])('refuses the address %j', ip => {
  expect(() => address({ ip, port: 80 })).toThrow('an address must be')
  expect(() => serverName({ ip, port: 80 })).toThrow('an address must be')
})

test.each([0, -1, 65536, 1.5, Number.NaN, '80', '80 check', undefined])('refuses the port %j', port => {
  expect(() => address({ ip: '10.0.0.1', port: port as number })).toThrow('a port must be')
})

test('gives every address and port another server name', () => {
  const ip = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.stringMatching(/^[0-9a-f]-{1,2}[0-9a-f](?:\.[0-9]{1,2}){0,3}$/),
    fc.constantFrom('localhost', 'a.example.com'),
  )
  const host = fc.record({ ip, port: fc.constantFrom(1, 80, 443, 65535) })
  const nameOf = (given: { ip: string; port: number }) => {
    try {
      return serverName(given)
    } catch {
      return undefined
    }
  }
  fc.assert(
    fc.property(host, host, (a, b) => {
      const [left, right] = [nameOf(a), nameOf(b)]
      if (left === undefined || right === undefined) return
      expect(left).toMatch(/^[A-Za-z0-9_.:-]+$/)
      expect(left === right).toBe(a.ip === b.ip && a.port === b.port)
    }),
  )
})
