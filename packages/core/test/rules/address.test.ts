import { expect, test } from 'vitest'
import { isAddress } from '../../src/rules/address.ts'

test.each(['10.0.0.1', 'fd00::1', 'agent-1.example', 'Agent', 'a'])('%j can be the address of a host', text => {
  expect(isAddress(text)).toBe(true)
})

test.each(['', 'agent_1', '1.2.3', '[::1]', 'a b', 'unix@/x', 'x'.repeat(300)])('%j cannot', text => {
  expect(isAddress(text)).toBe(false)
})
