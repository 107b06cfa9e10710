import { expect, test } from 'vitest'
import { isServiceFile, isVolumeEntry } from '../src/file-name.ts'

test.each(['web.json', 'web.yaml', 'web.yml', 'WEB.JSON', 'a b.json', 'x.y.json'])('reads %s', name => {
  expect(isServiceFile(name)).toBe(true)
})

test.each([
  '.web.json',
  '..data',
  'web.json~',
  '~web.json',
  'web.json.swp',
  '.web.json.swp',
  'web.json.tmp',
  '4913',
  'web',
  'json',
  '.json',
  'README.md',
  'a/web.json',
  '../web.json',
])('leaves %s alone', name => {
  expect(isServiceFile(name)).toBe(false)
})

test('knows the entries by which a whole volume is swapped', () => {
  expect(['..data', '..2024_01_01', '.hidden', 'web.json', '../x'].map(isVolumeEntry)).toEqual([true, true, false, false, false])
})
