import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCommandFor, checkMode, hasOldPlaceholder, shellQuoted, withPath } from '../../src/command/substitute.ts'

const target = { path: '/home/joe/etc/haproxy.cfg', given: 'etc/haproxy.cfg', folder: '/home/joe', home: '/home/joe' }
const staged = '/home/joe/etc/.haproxy.cfg.proxym-1'

test.each([
  ['haproxy -c -f %s', 'haproxy -c -f /s'],
  ["haproxy -c -f '%s'", 'haproxy -c -f /s'],
  ['haproxy -c -f "%s" -f "%s"', 'haproxy -c -f /s -f /s'],
  ['touch x.$(date +%%s) %s', 'touch x.$(date +%s) /s'],
  ['systemctl reload haproxy', 'systemctl reload haproxy'],
])('puts the path into %s', (command, expected) => {
  expect(withPath(command, '/s')).toBe(expected)
})

describe('the check command reads the staged text', () => {
  test.each([
    ['haproxy -c -f %s', `haproxy -c -f ${staged}`],
    ['haproxy -c -f /home/joe/etc/haproxy.cfg', `haproxy -c -f ${staged}`],
    ['haproxy -c -f ~/etc/haproxy.cfg -q', `haproxy -c -f ${staged} -q`],
    ['haproxy -c -f "$HOME/etc/haproxy.cfg"', `haproxy -c -f ${staged}`],
    ["haproxy -c -f '/home/joe/etc/haproxy.cfg'", `haproxy -c -f ${staged}`],
    ['haproxy -c -f etc/haproxy.cfg; echo', `haproxy -c -f ${staged}; echo`],
    ['test --file=./etc/haproxy.cfg', `test --file=${staged}`],
    ['diff %s /home/joe/etc/haproxy.cfg', `diff ${staged} ${staged}`],
  ])('%s', (command, expected) => {
    expect(checkMode(command, target)).toBe('staged')
    expect(checkCommandFor(command, target, staged)).toBe(expected)
  })

  test.each([
    'nginx -t',
    'haproxy -c -f /home/joe/etc/haproxy.cfg.bak',
    'haproxy -c -f /x/home/joe/etc/haproxy.cfg',
    'haproxy -c -f /home/joe/etc/haproxyXcfg',
    'check /other/etc/haproxy.cfg',
  ])('%s names another file or none', command => {
    expect(checkMode(command, target)).toBe('in place')
    expect(checkCommandFor(command, target, staged)).toBe(command)
  })
})

test('G27: `%%s`, which the first proxym never replaced, is the path in a check command that has no other', () => {
  expect(checkMode('haproxy -c -f %%s', target)).toBe('staged')
  expect(hasOldPlaceholder('haproxy -c -f %%s', target)).toBe(true)
  expect(checkCommandFor('haproxy -c -f %%s', target, staged)).toBe(`haproxy -c -f ${staged}`)
  expect(checkCommandFor('haproxy -c -f %s # %%s', target, staged)).toBe(`haproxy -c -f ${staged} # %s`)
})

test('any path is one word of the shell, quoted or not', () => {
  const path = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter(text => !text.includes('\0'))
  fc.assert(
    fc.property(path, fc.constantFrom('%s', "'%s'", '"%s"'), (given, placeholder) => {
      const command = withPath(`printf '%%s|' ${placeholder}`, given)
      expect(execFileSync('/bin/bash', ['-c', command], { encoding: 'utf8' })).toBe(`${given}|`)
    }),
    { numRuns: 60 },
  )
  expect(shellQuoted('/etc/haproxy/haproxy.cfg')).toBe('/etc/haproxy/haproxy.cfg')
})
