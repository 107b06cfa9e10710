import { expect, it } from 'vitest'
import { createLogLimiter } from '../../src/log/log-limiter.ts'

it('lets a state through when it changes, then once in 10 minutes while it lasts', () => {
  let at = 0
  const limiter = createLogLimiter({ now: () => at })
  expect(limiter.changed('marathon/apps', 'HTTP 503')).toBe(true)
  expect(limiter.changed('marathon/apps', 'HTTP 503')).toBe(false)
  expect(limiter.changed('other', 'HTTP 503')).toBe(true)
  expect(limiter.changed('marathon/apps', 'HTTP 500')).toBe(true)
  at = 599_999
  expect(limiter.changed('marathon/apps', 'HTTP 500')).toBe(false)
  at = 600_000
  expect(limiter.changed('marathon/apps', 'HTTP 500')).toBe(true)
  at = 1_199_999
  expect(limiter.changed('marathon/apps', 'HTTP 500')).toBe(false)
})

it('says whether a recovery is worth a line, and forgets', () => {
  const limiter = createLogLimiter({ now: () => 0 })
  expect(limiter.cleared('a')).toBe(false)
  limiter.changed('a', 'x')
  expect(limiter.cleared('a')).toBe(true)
  expect(limiter.cleared('a')).toBe(false)
  expect(limiter.changed('a', 'x')).toBe(true)
})

it('runs on a clock of its own when none is given', () => {
  const limiter = createLogLimiter({ repeatMs: 0 })
  expect([limiter.changed('a', 'x'), limiter.changed('a', 'x')]).toEqual([true, true])
})
