import fc from 'fast-check'
import { test } from 'vitest'
import { loadOddConfigurations } from './odd-configurations.ts'
import { properties } from './properties.ts'
import { sendOddRequests } from './raw-requests.ts'

test.each(Object.entries(properties))('%s: whatever comes, an answer or a reason, 10,000 times', (_, property) => {
  fc.assert(property, { numRuns: 10_000 })
})

test('10,000 configurations: loaded, or refused with reasons', () => loadOddConfigurations(10_000))

test('10,000 requests of any bytes: answered or hung up, and the next one is served', () => sendOddRequests(10_000))
