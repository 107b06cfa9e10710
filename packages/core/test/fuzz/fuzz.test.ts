import fc from 'fast-check'
import { test } from 'vitest'
import { loadOddConfigurations } from './odd-configurations.ts'
import { properties } from './properties.ts'
import { sendOddRequests } from './raw-requests.ts'

test.each(Object.entries(properties))('%s: whatever comes, an answer or a reason', (_, property) => {
  fc.assert(property, { numRuns: 500 })
})

test('configurations: whatever files and variables say, loaded or refused with reasons', () => loadOddConfigurations(100))

test('requests: whatever bytes come, answered or hung up, and the next one is served', () => sendOddRequests(300))
