import { expect, test } from 'vitest'
import { releaseProblems } from '../../scripts/release-problems.mjs'

const provenance = { publishConfig: { provenance: true } }
const ready = {
  branch: 'main',
  baseBranch: 'main',
  changed: [],
  changesets: [],
  manifests: [{ name: '@proxym/core', repository: { type: 'git', url: 'https://git.example/proxym.git' }, ...provenance }],
}

test('a clean base branch without waiting changes can be released', () => {
  expect(releaseProblems(ready)).toEqual([])
})

test.each([
  [{ branch: 'fix' }, '`fix` is checked out'],
  [{ branch: '' }, '`no branch` is checked out'],
  [{ changed: ['a.ts', 'b.ts', 'c.ts', 'd.ts'] }, '4 files are not committed: a.ts, b.ts, c.ts …'],
  [{ changesets: ['one.md'] }, '1 changes have no version yet: one.md'],
  [{ manifests: [{ name: 'proxym', ...provenance }] }, '1 packages name no `repository`, which provenance needs: proxym'],
])('%j stands in the way', (different, message) => {
  expect(releaseProblems({ ...ready, ...different })).toEqual([expect.stringContaining(message)])
})

test('everything that stands in the way is named at once', () => {
  const state = { ...ready, branch: 'fix', changed: ['a.ts'], changesets: ['one.md'], manifests: [{ name: 'x', ...provenance }] }
  expect(releaseProblems(state)).toHaveLength(4)
})
