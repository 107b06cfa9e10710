import { formatOffset, localZone, type TimeZone } from './time-zone.ts'

/** Writes a time (milliseconds since 1970) in a layout. */
export type TimeFormat = (time: number) => string

const months = 'January February March April May June July August September October November December'.split(' ')
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

// The reference time's parts in the order in which Go tries them; `_2006` is an underscore and a year,
// `Month` and `Janet` are words, `.0001` is a number.
const chunk =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|1|2006|2|__2|_2(?!006)|3|4|5|PM|pm|[-Z]07(?:0000|:00:00|00|:00)?|[.,](?:0+|9+)(?!\d)/g

/**
 * Compile a layout of Go's `time.Format`: how Mon Jan 2 15:04:05 2006 MST (-0700) would look.
 * Fractions have the milliseconds that the clock gives; further digits are zeros.
 * Undefined when the layout contains no part of a time.
 */
export function compileGoTime(layout: string, zone: TimeZone = localZone): TimeFormat | undefined {
  const found = [...layout.matchAll(chunk)]
  if (found.length === 0) return undefined
  return time => {
    const offset = zone.offsetMinutes(time)
    const wall = new Date(time + offset * 60_000)
    return layout.replace(chunk, part => (part === 'MST' ? zone.nameAt(time) : formatPart(part, wall, offset)))
  }
}

const two = (value: number): string => String(value).padStart(2, '0')
const hour12 = (wall: Date): number => wall.getUTCHours() % 12 || 12
const dayOfYear = (wall: Date): number =>
  (Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()) - Date.UTC(wall.getUTCFullYear(), 0, 1)) / 86_400_000 +
  1

const parts: Readonly<Record<string, (wall: Date) => string | number>> = {
  '2006': wall => String(wall.getUTCFullYear()).padStart(4, '0'),
  '06': wall => two(wall.getUTCFullYear() % 100),
  January: wall => months[wall.getUTCMonth()] ?? '',
  Jan: wall => (months[wall.getUTCMonth()] ?? '').slice(0, 3),
  '01': wall => two(wall.getUTCMonth() + 1),
  '1': wall => wall.getUTCMonth() + 1,
  Monday: wall => days[wall.getUTCDay()] ?? '',
  Mon: wall => (days[wall.getUTCDay()] ?? '').slice(0, 3),
  '02': wall => two(wall.getUTCDate()),
  _2: wall => String(wall.getUTCDate()).padStart(2, ' '),
  '2': wall => wall.getUTCDate(),
  '002': wall => String(dayOfYear(wall)).padStart(3, '0'),
  __2: wall => String(dayOfYear(wall)).padStart(3, ' '),
  '15': wall => two(wall.getUTCHours()),
  '03': wall => two(hour12(wall)),
  '3': hour12,
  '04': wall => two(wall.getUTCMinutes()),
  '4': wall => wall.getUTCMinutes(),
  '05': wall => two(wall.getUTCSeconds()),
  '5': wall => wall.getUTCSeconds(),
  PM: wall => (wall.getUTCHours() < 12 ? 'AM' : 'PM'),
  pm: wall => (wall.getUTCHours() < 12 ? 'am' : 'pm'),
}

function formatPart(part: string, wall: Date, offset: number): string {
  const plain = parts[part]
  if (plain !== undefined) return String(plain(wall))
  return /^[.,]/.test(part) ? fraction(part, wall.getUTCMilliseconds()) : formatOffset(offset, part)
}

/** `.000` keeps its digits, `.999` drops final zeros, and the dot with them when nothing is left. */
function fraction(part: string, ms: number): string {
  const digits = String(ms)
    .padStart(3, '0')
    .padEnd(part.length - 1, '0')
    .slice(0, part.length - 1)
  if (part[1] === '0') return `${part[0]}${digits}`
  const kept = digits.replace(/0+$/, '')
  return kept === '' ? '' : `${part[0]}${kept}`
}
