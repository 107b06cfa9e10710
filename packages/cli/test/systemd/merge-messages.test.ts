import { expect, test } from 'vitest'
import { type Message, mergeMessages } from '../../src/systemd/merge-messages.ts'

test.each<[string, readonly Message[], readonly Message[]]>([
  ['status and watchdog share one', [{ STATUS: 'a' }, { WATCHDOG: '1' }, { STATUS: 'b' }], [{ STATUS: 'b', WATCHDOG: '1' }]],
  [
    'the end of a reload never overtakes its begin',
    [{ RELOADING: '1' }, { STATUS: 'a' }, { READY: '1' }],
    [{ RELOADING: '1', STATUS: 'a' }, { READY: '1' }],
  ],
  ['a watchdog joins what waits', [{ READY: '1' }, { WATCHDOG: '1' }], [{ READY: '1', WATCHDOG: '1' }]],
])('%s', (_, messages, expected) => {
  expect(messages.reduce<readonly Message[]>(mergeMessages, [])).toEqual(expected)
})
