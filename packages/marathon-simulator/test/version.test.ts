import { expect, test } from 'vitest'
import { featuresOf } from '../src/features.ts'
import { isAtLeast, parseVersion } from '../src/version.ts'

test.each(['0.7', '1.12', '2.0', '1', 'latest', '1.4.x', ''])('%j is no version to be', text => {
  expect(() => parseVersion(text)).toThrow('`version` must be a Marathon version from 0.8 to 1.11')
})

test('without a patch it is the last one of its minor version', () => {
  expect(isAtLeast(parseVersion('1.3'), 1, 3, 7)).toBe(true)
  expect(isAtLeast(parseVersion('1.3.6'), 1, 3, 7)).toBe(false)
  expect(isAtLeast(parseVersion('1.10'), 1, 9)).toBe(true)
  expect(parseVersion('1.4').text).toBe('1.4.13')
})

// What each version is the first to do.
test.each([
  ['0.8', '0.9', 'hasStream', true],
  ['0.10', '0.11', 'namesEvents', true],
  ['0.10', '0.11', 'taskHasSlaveId', true],
  ['0.13', '0.14', 'hasIpAddress', true],
  ['0.14', '0.15', 'taskHasState', true],
  ['0.14', '0.15', 'planInSuccess', true],
  ['0.16', '1.0', 'hasPortDefinitions', true],
  ['1.1', '1.3', 'hasUserNetwork', true],
  ['1.3.6', '1.3.7', 'filtersEvents', true],
  ['1.3', '1.4', 'hasInstances', true],
  ['1.4', '1.5', 'leavesOut', true],
  ['1.4', '1.5', 'hasCallbacks', false],
  ['1.5.8', '1.5.9', 'planFormat', 'on request'],
  ['1.6.321', '1.6.322', 'planFormat', 'on request'],
  ['1.6', '1.7', 'planFormat', 'light by default'],
  ['1.7', '1.8', 'planFormat', 'light'],
  ['1.6', '1.7', 'standbyStream', 'redirected'],
  ['1.6', '1.7', 'statusWithoutLeader', 502],
  ['1.7', '1.8', 'slowReader', 'is closed'],
  ['1.8', '1.9', 'hasRoles', true],
  ['1.9', '1.10', 'textTasks', 'refused'],
] as const)('between %s and %s, %s changes to %j', (before, since, feature, value) => {
  expect(featuresOf(parseVersion(since))[feature]).toBe(value)
  expect(featuresOf(parseVersion(before))[feature]).not.toBe(value)
})
