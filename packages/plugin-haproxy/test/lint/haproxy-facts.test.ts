import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bindsOf, createHaproxyReader, lint } from '../../src/lint/index.ts'
import { splitLines } from '../../src/text/split-lines.ts'

const isOwn = (use: string) => use === '$OWN'
const line = fc.constantFrom(
  ...[
    'global',
    'defaults',
    'frontend a',
    'frontend b',
    'backend a',
    'backend b',
    ' backend c',
    'listen a',
    'listen d',
    '"back"end e',
  ],
  ...['  bind *:80', '  bind *:81', 'bind *:80', '  bind *:80 interface eth0', '  bind 127.0.0.1:70-90'],
  ...['  use_backend a', '  default_backend b', '  use_backend %[var(x)]', 'use_backend c', '  use_backend'],
  ...[
    '  log $OWN',
    '  log ${' + 'HOME}',
    '  # ${' + 'HOME}',
    '  env',
    '(X)',
    '  server s 1.1.1.1:80',
    '',
    '#',
    '  "open',
    '  \\',
    '  \u0001',
  ],
  `  ${'word '.repeat(70)}`,
)
const text = fc.array(line, { maxLength: 14 }).map(lines => lines.join('\n'))

test('a text that is called clean is one that the lint has nothing against, whatever was read before', () => {
  let clean = 0
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), texts => {
      const reader = createHaproxyReader()
      for (const each of texts) {
        if (!reader.isClean(splitLines(each), isOwn)) continue
        clean++
        expect(lint(each, 'haproxy', isOwn)).toEqual([])
      }
    }),
    { numRuns: 3000 },
  )
  expect(clean).toBeGreaterThan(200)
})

test('calls the texts clean that matter: nothing is wrong with them', () => {
  const good = [
    'global',
    '  log $OWN',
    'defaults',
    'frontend f',
    '  bind *:80',
    '  use_backend a',
    'backend a',
    '  server s 1.1.1.1:80',
    '',
  ]
  expect(createHaproxyReader().isClean(splitLines(good.join('\n')), isOwn)).toBe(true)
})

test('finds the same binds as reading the whole text, whatever was read before', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), texts => {
      const reader = createHaproxyReader()
      for (const each of texts) expect(reader.binds(splitLines(each))).toEqual(bindsOf(each, 'haproxy'))
    }),
    { numRuns: 2000 },
  )
})

test('pieces are whole lines and together the text; long ones are cut', () => {
  fc.assert(
    fc.property(text, each => {
      expect(splitLines(each).join('')).toBe(each)
      for (const piece of splitLines(each).slice(0, -1)) expect(piece.endsWith('\n')).toBe(true)
    }),
  )
  expect(splitLines(`a\n${' use_backend x\n'.repeat(5000)}`).length).toBeGreaterThan(4)
})

test('a changed section leaves the other pieces as they were', () => {
  const of = (port: number) =>
    splitLines(`global\n maxconn 1\nbackend a\n server s 1.1.1.1:${port}\nbackend b\n server s 1.1.1.1:1\n`)
  expect(of(1).filter(piece => !of(2).includes(piece))).toEqual(['backend a\n server s 1.1.1.1:1\n'])
})
