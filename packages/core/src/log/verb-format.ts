import { badVerbFormat } from './errors.ts'

const shape = /^(?<flags>[-0+ #]*)(?<width>\d{0,3})(?:\.(?<precision>\d{1,3}))?(?<kind>[svqdxX])$/

/**
 * Compile what may follow a verb's colon, in the manner of Go's `fmt`: `-8s`, `.4s`, `03x`, `5d`, `q`.
 *
 * @throws ProxymError `PROXYM_LOG_FORMAT`
 */
export function compileVerbFormat(verb: string, format: string | undefined): (value: string | number) => string {
  if (format === undefined) return String
  const { flags = '', width = '', precision, kind = 's' } = shape.exec(format)?.groups ?? { kind: '' }
  const isNumeric = 'dxX'.includes(kind)
  if (kind === '' || (isNumeric && verb !== 'id' && verb !== 'pid')) throw badVerbFormat(verb, format)
  const columns = Number(width)
  return value => {
    const text = precision === undefined || isNumeric ? convert(value, kind) : convert(value, kind).slice(0, Number(precision))
    if (flags.includes('-')) return text.padEnd(columns, ' ')
    return text.padStart(columns, flags.includes('0') ? '0' : ' ')
  }
}

function convert(value: string | number, kind: string): string {
  if (kind === 'q') return JSON.stringify(String(value))
  if (typeof value === 'number' && kind === 'x') return value.toString(16)
  if (typeof value === 'number' && kind === 'X') return value.toString(16).toUpperCase()
  return String(value)
}
