import { expect, test } from 'vitest'
import { filesLike, textOf } from '../rules/tracked-files.ts'

const page = textOf('docs/operations.md')
const sources = filesLike(/^packages\/[^/]+\/src\/.*\.ts$/)
  .map(textOf)
  .join('\n')

const table = page.slice(page.indexOf('## Troubleshooting'), page.indexOf('## Backup'))
const rows = table
  .split('\n')
  .filter(line => /^\| (?!symptom)/.test(line))
  .map(line => line.split(' | '))
const said = rows.flatMap(([, log = '']) => [...log.matchAll(/"([^"]+)"/g)].map(match => match[1] ?? ''))
// Those of variables are codes nowhere.
const codes = [...new Set(table.match(/PROXYM_[A-Z_]+/g))]

test('each symptom has what the log says and what to do', () => {
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.filter(cells => cells.length !== 3 || cells.some(cell => cell.trim() === ''))).toEqual([])
})

test.each(codes)('%s is a code of proxym', code => {
  expect(sources).toMatch(new RegExp(`['\`]${code}['\`]`))
})

test.each(said)('"%s" is what a message says', text => {
  expect(sources).toContain(text)
})
