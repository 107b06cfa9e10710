import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect } from 'vitest'
import { haproxyWords } from '../../src/lint/haproxy-words.ts'
import { checkFile } from '../rig/proxy.ts'
import { tempFolder } from '../rig/temp-folder.ts'

const piece = fc.constantFrom(
  ...'abz"\'\\# \t$nrtx{}[]%;-,.01'.split(''),
  '\\x61',
  '\\x2',
  '\\xzz',
  '\\\\',
  '\\"',
  "\\'",
  '\\ ',
  '\\#',
  '\u000b',
  '\u000c',
  'é',
)
const line = fc.array(piece, { minLength: 1, maxLength: 12 }).map(pieces => `zz${pieces.join('')}`)

// HAProxy gives up after 50 mistakes.
const AT_ONCE = 49

/**
 * Give lines that begin with a word HAProxy cannot know to HAProxy, and compare the word that it names (`unknown keyword 'zz"a'`), or
 * the mistake, with what is read here. Wrong here would be a way past every rule for lines.
 */
export async function expectSameWords(count: number): Promise<void> {
  const lines = fc.sample(line, count)
  const file = join(await tempFolder(), 'words.cfg')
  let compared = 0
  for (let start = 0; start < lines.length; start += AT_ONCE) {
    const some = lines.slice(start, start + AT_ONCE)
    await writeFile(file, `backend b\n${some.join('\n')}\n`)
    const { said } = await checkFile('haproxy', file)
    for (const [index, text] of some.entries()) {
      const { words, flaw } = haproxyWords(text)
      const told = said.split(`words.cfg:${index + 2}]`)[1]?.split('[ALERT]')[0]
      // A variable is HAProxy's to put in. A backslash at the very end it takes for one; here that is refused.
      if (told === undefined || text.includes('$') || flaw === 'backslash') continue
      const named = /unknown keyword '(.*?)' in 'backend'/s.exec(told)?.[1]
      expect({ text, first: flaw === 'quote' ? 'refused' : words[0] }).toEqual({ text, first: named ?? 'refused' })
      compared += 1
    }
  }
  expect(compared).toBeGreaterThan(lines.length / 2)
}
