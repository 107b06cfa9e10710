/** A time zone as a layout needs it: what is added to UTC, and what it is called then. */
export interface TimeZone {
  offsetMinutes(time: number): number
  /** `CEST`, or an offset such as `+08` where the zone has no short name. */
  nameAt(time: number): string
}

/** The zone of the machine. */
export const localZone: TimeZone = { offsetMinutes: time => -new Date(time).getTimezoneOffset(), nameAt: localName }

// en-US knows the American names, en-GB the European ones; each writes the others' as `GMT+2`.
const locales = ['en-US', 'en-GB', 'en-AU']

function localName(time: number): string {
  for (const locale of locales) {
    const parts = new Intl.DateTimeFormat(locale, { timeZoneName: 'short' }).formatToParts(time)
    const name = parts.find(part => part.type === 'timeZoneName')?.value ?? 'UTC'
    if (!/^(GMT|UTC)[+−-]/.test(name)) return name
  }
  const minutes = localZone.offsetMinutes(time)
  return formatOffset(minutes, minutes % 60 === 0 ? '-07' : '-0700')
}

/** An offset in one of Go's forms: `-0700`, `-07:00`, `-07`, with seconds as zeros, or with `Z` first for "Z when it is UTC". */
export function formatOffset(minutes: number, form: string): string {
  if (form.startsWith('Z') && minutes === 0) return 'Z'
  const total = Math.abs(minutes)
  const hours = String(Math.floor(total / 60)).padStart(2, '0')
  const rest = String(total % 60).padStart(2, '0')
  const text = form.slice(1).replace('07', hours).replace('00', rest)
  return `${minutes < 0 ? '-' : '+'}${text}`
}
