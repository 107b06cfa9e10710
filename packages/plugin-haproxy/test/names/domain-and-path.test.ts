import { expect, test } from 'vitest'
import { domain, path } from '../../src/names/index.ts'

test.each(['shop.example.com', '*.example.com', 'localhost', 'xn--bcher-kva.example'])('lets the domain %s through', text => {
  expect(domain(text)).toBe(text)
})

test.each([
  '',
  '*',
  '*.',
  '*.*.com',
  'a.*.com',
  'Shop.example.com',
  'a b',
  '-m found',
  '-m reg .*',
  '-f /etc/shadow',
  'a.com bank.com',
  'a.com\n  use_backend x',
  'a.com\\',
  'a.com/x',
  'a.com#',
  'a.com}',
  '{',
  '~^a',
  '_',
  '.a.com',
  'a.com.',
  '1.2.3.4',
  'a;b.com',
  '"a.com"',
  '$host',
  'x'.repeat(1_000_000),
  'a.com\u0085',
])('refuses the domain %j', text => {
  expect(() => domain(text)).toThrow('a domain must be')
})

test.each(['/', '/api', '/api/v1.0/~x', '/a(b)*+,=:@!&%20?x=1', '/a-b_c|d[e]^'])('lets the path %s through', text => {
  expect(path(text)).toBe(text)
})

test.each([
  '',
  'api',
  '/a b',
  '/a\tb',
  '/a\nb',
  '/a#b',
  '/a"b',
  "/a'b",
  '/a\\b',
  '/a$b',
  '/$\u007bHOME}',
  '/a{b',
  '/a}b',
  '/a;b',
  '/ü',
  '/a\u2028b',
  '/\u0000',
  `/${'a'.repeat(2000)}`,
  7,
  undefined,
])('refuses the path %j', text => {
  expect(() => path(text)).toThrow('a path must')
})
