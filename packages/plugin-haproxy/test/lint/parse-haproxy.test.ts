import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { haproxyWords } from '../../src/lint/haproxy-words.ts'
import { lint, parseHaproxy } from '../../src/lint/index.ts'
import { checkFile } from '../rig/proxy.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { expectSameWords } from './words-of-haproxy.ts'

test.each([
  ['  bind *:80  # all', ['bind', '*:80']],
  ['a "b c" d\\ e', ['a', 'b c', 'd e']],
  ['pro"gr"am', ['program']],
  ["a 'b\\n\"c'", ['a', 'b\\n"c']],
  ['a "\\"" \\# \\\\', ['a', '"', '#', '\\']],
  ['\\x61\\x62 \\d+', ['ab', '\\d+']],
  ['a#b', ['a']],
  ['"" x', ['', 'x']],
  ['', []],
])('splits %j', (line, words) => {
  expect(haproxyWords(line)).toMatchObject({ words })
  expect(haproxyWords(line).flaw).toBeUndefined()
})

test('splits plain lines the same way with and without the shortcut', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z :\t.%[\]{}]{0,40}$/), line => {
      // An empty pair of quotes at the end turns the shortcut off and adds one word.
      expect([...haproxyWords(line).words, '']).toEqual(haproxyWords(`${line} ""`).words)
    }),
  )
})

test('reads the first word of a line as HAProxy does', () => expectSameWords(1000))

test('finds sections, names, lines and keywords', () => {
  const text = 'global\n  maxconn 1\n\ndefaults http from common\n  no option x\nfrontend f\nlisten l\n  bind :1\n'
  expect(
    parseHaproxy(text).map(({ kind, name, line, lines }) => [
      kind,
      name,
      line,
      lines.map(each => `${each.line} ${each.keyword}`),
    ]),
  ).toEqual([
    ['global', '', 1, ['2 maxconn']],
    ['defaults', 'http', 4, ['5 option']],
    ['frontend', 'f', 6, []],
    ['listen', 'l', 7, ['8 bind']],
  ])
})

test('agrees with HAProxy about the longest line', async () => {
  const config = (patterns: number, end: string) =>
    `defaults\n mode http\n timeout client 1s\n timeout server 1s\n timeout connect 1s\nfrontend f\n bind 127.0.0.1:1\n acl a path${' /x'.repeat(patterns)}${end}\n`
  const file = join(await tempFolder(), 'haproxy.cfg')
  const verdicts: boolean[] = []
  for (const [patterns, end] of [
    [61, ''],
    [62, ''],
    [61, ' '],
    [60, ' '],
    [60, ' # a'],
    [61, ' # a'],
    [61, '#a'],
  ] as const) {
    const text = config(patterns, end)
    await writeFile(file, text)
    const accepts = (await checkFile('haproxy', file)).code === 0
    verdicts.push(accepts)
    expect(lint(text, 'haproxy', () => true).length === 0, `${patterns}${end}`).toBe(accepts)
  }
  expect(verdicts).toContain(true)
  expect(verdicts).toContain(false)
})
