import { expect, test } from 'vitest'
import { filesLike, textOf } from '../rules/tracked-files.ts'

const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(match => match[1] ?? '')

const sources = filesLike(/^packages\/[^/]+\/src\/.*\.ts$/).map(textOf)
const quoted = new Set(sources.flatMap(text => namesIn(text, /'(PROXYM_[A-Z_]*[A-Z])'/g)))
// The last word of these is chosen when the error is made.
const listening = namesIn(textOf('packages/core/src/http/errors.ts'), /'(IN_USE|DENIED|ADDRESS)',/g).map(
  word => `PROXYM_LISTEN_${word}`,
)
const page = textOf('docs/errors.md')
const documented = namesIn(page, /^\| (`PROXYM_[^|]*) \|/gm).flatMap(cell => namesIn(cell, /`(PROXYM_[A-Z_]+)`/g))
const variables = new Set(namesIn(textOf('docs/configuration.md'), /\b(PROXYM_[A-Z_]+)\b/g))

test('every code that the sources can give stands in docs/errors.md', () => {
  const codes = [...quoted].filter(name => !variables.has(name))
  expect(codes.length).toBeGreaterThan(100)
  expect([...codes, ...listening].filter(code => !documented.includes(code)).sort()).toEqual([])
})

test('docs/errors.md names no code that is not in the sources', () => {
  expect(listening).toHaveLength(3)
  expect(documented.filter(code => !quoted.has(code) && !listening.includes(code))).toEqual([])
})

test('each code stands there once', () => {
  expect(documented.filter((code, index) => documented.indexOf(code) !== index)).toEqual([])
})
