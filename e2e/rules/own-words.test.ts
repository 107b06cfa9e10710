import { expect, test } from 'vitest'
import { filesLike, textOf } from './tracked-files.ts'

const texts = filesLike(/(^|\/)[^/]*(\.(md|ts|mts|mjs|js|json|ya?ml|liquid|cfg|conf|sh|service)|run|LICENSE)$/)

// The repository must work wherever it is cloned and whatever mirror a machine uses.
const forbidden: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'the host of a package registry',
    /\bregistry\.[a-z0-9-]+\.[a-z]{2,}|npmjs\.(org|com)|npmmirror\.com|(deb|security)\.debian\.org|archive\.ubuntu\.com/i,
  ],
  ['a path of the machine it was written on', /(^|[\s'"`(=])\/(work|root)\//m],
]

test.each(forbidden)('no tracked file names %s', (_, pattern) => {
  expect(texts.filter(path => pattern.test(textOf(path)))).toEqual([])
})

test('the lock file names no place to download from', () => {
  expect(textOf('pnpm-lock.yaml')).not.toMatch(/tarball:|https?:\/\//)
})

test('only .ci/run knows what lies beside the repository in CI', () => {
  const beside = new RegExp(['\\.\\.', 'shared'].join('/'))
  expect(texts.filter(path => beside.test(textOf(path)))).toEqual(['.ci/run'])
})

test('a note of work to do names its issue', () => {
  const note = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b(?!.*#\\d)`)
  expect(texts.filter(path => note.test(textOf(path)))).toEqual([])
})
