import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseListenAddress } from '../../src/config/listen-address.ts'

test.each([
  ['127.0.0.1:5678', '127.0.0.1', 5678],
  [':5678', '', 5678],
  ['[::1]:80', '::1', 80],
  ['[::]:0', '::', 0],
  ['localhost:65535', 'localhost', 65_535],
  [' proxy-1.example.com:80 ', 'proxy-1.example.com', 80],
])('reads "%s"', (text, host, port) => {
  expect(parseListenAddress(text)).toEqual({ host, port })
})

test.each([
  '',
  '5678',
  'localhost',
  'localhost:',
  'localhost:http',
  ':65536',
  '::1:80',
  '[::1]',
  '[127.0.0.1]:80',
  '1.2.3:80',
  '300.1.1.1:80',
  'a b:80',
  'http://a:80',
  '-a:80',
])('refuses "%s"', text => {
  expect(parseListenAddress(text)).toBeUndefined()
})

test('reads back every address that it could have been given', () => {
  const host = fc.oneof(fc.ipV4(), fc.domain())
  fc.assert(
    fc.property(host, fc.integer({ min: 0, max: 65_535 }), (name, port) => {
      expect(parseListenAddress(`${name}:${port}`)).toEqual({ host: name, port })
    }),
  )
  fc.assert(
    fc.property(fc.ipV6(), fc.integer({ min: 0, max: 65_535 }), (address, port) => {
      expect(parseListenAddress(`[${address}]:${port}`)).toEqual({ host: address, port })
    }),
  )
})
