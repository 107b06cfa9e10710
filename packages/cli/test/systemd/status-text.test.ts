import type { Condition } from '@proxym/core'
import { expect, test } from 'vitest'
import { statusText } from '../../src/systemd/status-text.ts'

const output = (name: string, state: Condition['outputs'][number]['state'], problem?: string) => ({ name, state, problem })
const fine: Condition = {
  started: true,
  services: 128,
  held: [],
  stale: [],
  outputs: [output('haproxy/file', 'in sync'), output('stdout/print', 'in sync')],
  changedAt: new Date(2026, 0, 2, 14, 2, 48).getTime(),
  sinceCycleMs: 0,
}

test.each<[string, Partial<Condition>]>([
  ['128 services, in sync, last change 14:02:48', {}],
  ['1 service, in sync', { services: 1, changedAt: undefined }],
  ['starting', { started: false }],
  ['held: waiting for `a/b` (and 1 more)', { held: ['waiting for `a/b`', 'waiting for `c/d`'] }],
  ['128 services, in sync, stale: marathon/apps file/files, last change 14:02:48', { stale: ['marathon/apps', 'file/files'] }],
  ['128 services, applying, last change 14:02:48', { outputs: [output('a/b', 'running'), output('c/d', 'in sync')] }],
  [
    '128 services, a/b is failing: check failed (and 1 more), last change 14:02:48',
    { outputs: [output('a/b', 'failing', 'check failed'), output('c/d', 'in sync'), output('e/f', 'overdue')] },
  ],
  // Between two tries it runs, and is no better for it.
  ['128 services, a/b is failing: no, last change 14:02:48', { outputs: [output('a/b', 'running', 'no')] }],
  [
    '128 services, a/b is failing: one two three, last change 14:02:48',
    { outputs: [output('a/b', 'failing', 'one\ntwo\u2028three')] },
  ],
])('%s', (text, condition) => {
  expect(statusText({ ...fine, ...condition })).toBe(text)
})

test('says that the configuration on disk is not the one that runs', () => {
  expect(statusText(fine, true)).toBe('128 services, in sync, last change 14:02:48, the configuration was not read again')
})

test('is cut off where it is long', () => {
  const text = statusText({ ...fine, held: ['x'.repeat(1000)] })
  expect([text.length, text.slice(-2)]).toEqual([300, 'x…'])
})
