import { describe, expect, test } from 'vitest'
import { readExports } from '../../generate/api/read-exports.ts'
import { root } from '../rules/tracked-files.ts'

const packages = readExports(root)

describe.each(packages)('$name', ({ entries }) => {
  // Its index and what else its package.json lets in.
  test.each(entries)('every export of $specifier has a doc comment', ({ exports }) => {
    expect(exports.filter(({ description }) => description === '').map(({ name }) => name)).toEqual([])
  })
})

test('there are exports to look at, of every package but those that only have a command', () => {
  const without = packages.filter(({ entries }) => entries.every(({ exports }) => exports.length === 0)).map(({ name }) => name)
  expect(without.filter(name => !name.startsWith('create-'))).toEqual([])
  expect(packages.length).toBeGreaterThan(10)
})
