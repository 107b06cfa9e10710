import { expect, it } from 'vitest'
import { compileGoTime } from '../../src/log/go-time.ts'
import { formatOffset, localZone, type TimeZone } from '../../src/log/time-zone.ts'
import { berlin } from './capture.ts'

const afternoon = Date.parse('2026-07-04T12:02:08.050Z')
const midnight = Date.parse('2009-11-09T22:00:00.000Z')

// Every expectation was taken from the rules of Go's time package.
it.each([
  ['02.01.2006 15:04:05', '04.07.2026 14:02:08'],
  ['2006-01-02T15:04:05.000Z07:00', '2026-07-04T14:02:08.050+02:00'],
  ['Monday, _2 January 06', 'Saturday,  4 July 26'],
  ['Mon Jan 2 15:04:05 MST 2006', 'Sat Jul 4 14:02:08 CEST 2026'],
  ['1/2/06 3:4:5 PM', '7/4/26 2:2:8 PM'],
  ['03:04pm', '02:02pm'],
  ['002 __2', '185 185'],
  ['05.000000 05,000', '08.050000 08,050'],
  ['05.999 05.99 05.9', '08.05 08.05 08'],
  ['-0700 -07:00 -07 -070000 -07:00:00', '+0200 +02:00 +02 +020000 +02:00:00'],
  ['Z0700 Z07 Z07:00', '+0200 +02 +02:00'],
  ['_2006 Month Janet', '_2026 Month Janet'],
  ['20060102150405', '20260704140208'],
])('writes %j as Go does', (layout, expected) => {
  expect(compileGoTime(layout, berlin)?.(afternoon)).toBe(expected)
})

it.each([
  ['3 PM', '11 PM'],
  ['15h', '23h'],
  ['_2 2 02', ' 9 9 09'],
  ['05.999', '00'],
])('writes %j before midnight', (layout, expected) => {
  const zone: TimeZone = { offsetMinutes: () => 60, nameAt: () => 'CET' }
  expect(compileGoTime(layout, zone)?.(midnight)).toBe(expected)
})

it('writes hour 12 at noon and at midnight', () => {
  const utc: TimeZone = { offsetMinutes: () => 0, nameAt: () => 'UTC' }
  expect(compileGoTime('3PM', utc)?.(Date.parse('2026-01-01T00:30:00Z'))).toBe('12AM')
  expect(compileGoTime('03pm Z07:00', utc)?.(Date.parse('2026-01-01T12:30:00Z'))).toBe('12pm Z')
})

it('knows layouts that contain no part of a time', () => {
  expect(compileGoTime('YYYY-MM-DD')).toBeUndefined()
  expect(compileGoTime('')).toBeUndefined()
})

it.each([
  [-210, '-07:00', '-03:30'],
  [345, '-0700', '+0545'],
  [0, '-0700', '+0000'],
  [0, 'Z0700', 'Z'],
  [-60, 'Z07', '-01'],
])('writes an offset of %i minutes as %s', (minutes, form, expected) => {
  expect(formatOffset(minutes, form)).toBe(expected)
})

it('names the zone of the machine without a space', () => {
  expect(localZone.nameAt(afternoon)).toMatch(/^\S+$/)
  expect(compileGoTime('2006-01-02 15:04')?.(afternoon)).toMatch(/^2026-07-0[345] \d\d:\d\d$/)
})
