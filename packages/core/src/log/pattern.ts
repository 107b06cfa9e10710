import { badVerbFormat, controlInPattern, emptyLayout, openVerb, unknownVerb } from './errors.ts'
import { escapeText } from './escape-text.ts'
import { fieldText } from './field-text.ts'
import { compileGoTime } from './go-time.ts'
import { levelColours, opening, type Paint } from './paint.ts'
import type { LogFormat, LogRecord } from './record.ts'
import type { TimeZone } from './time-zone.ts'
import { compileVerbFormat } from './verb-format.ts'

/** What a pattern needs from outside. Core reads no process, so the program and its id are given. */
export interface PatternContext {
  readonly program: string
  readonly pid: number
  readonly paint: Paint
  /** @default the zone of the machine */
  readonly zone?: TimeZone | undefined
}

/** The pattern off a terminal when none is set. */
export const defaultPattern = '%{time:02.01.2006 15:04:05} [%{level}] %{longfunc}: %{message}'

type Piece = (record: LogRecord) => string

/**
 * Compile a pattern: text with `%{verb}` or `%{verb:format}`.
 * The fields of a record follow its message.
 *
 * @throws ProxymError `PROXYM_LOG_FORMAT`
 */
export function compilePattern(pattern: string, context: PatternContext): LogFormat {
  if (/[^\P{Cc}\t]/u.test(pattern)) throw controlInPattern(pattern)
  const pieces: Piece[] = []
  let rest = pattern
  for (let start = rest.indexOf('%{'); start !== -1; start = rest.indexOf('%{')) {
    const end = rest.indexOf('}', start)
    if (end === -1) throw openVerb(rest.slice(start))
    const literal = rest.slice(0, start)
    pieces.push(() => literal, compileVerb(rest.slice(start + 2, end), context))
    rest = rest.slice(end + 1)
  }
  const tail = rest
  return record => `${pieces.map(piece => piece(record)).join('')}${tail}`
}

function compileVerb(text: string, context: PatternContext): Piece {
  const colon = text.indexOf(':')
  const verb = colon === -1 ? text : text.slice(0, colon)
  const format = colon === -1 ? undefined : text.slice(colon + 1)
  if (verb === 'time') return compileTime(format, context.zone)
  if (verb === 'color') return compileColour(format, context.paint)
  const value = verbValue(verb, context)
  if (value === undefined) throw unknownVerb(verb)
  const write = compileVerbFormat(verb, format)
  return verb === 'message' ? record => write(value(record) as string) + fieldText(record.fields) : record => write(value(record))
}

function verbValue(verb: string, { program, pid }: PatternContext): ((record: LogRecord) => string | number) | undefined {
  if (verb === 'level') return record => record.level.toUpperCase()
  if (verb === 'message') return record => escapeText(record.message)
  if (verb === 'longfunc' || verb === 'shortfunc' || verb === 'module') return record => escapeText(record.module)
  if (verb === 'id') return record => record.id
  if (verb === 'pid') return () => pid
  return verb === 'program' ? () => program : undefined
}

function compileTime(layout = '2006-01-02T15:04:05.999Z07:00', zone: TimeZone | undefined): Piece {
  const format = compileGoTime(layout, zone)
  if (format === undefined) throw emptyLayout(layout)
  return record => format(record.time)
}

function compileColour(format: string | undefined, paint: Paint): Piece {
  if (format === 'reset') {
    const reset = opening(paint, 'dim') === '' ? '' : '\u001b[0m'
    return () => reset
  }
  if (format !== undefined && format !== 'bold') throw badVerbFormat('color', format)
  const bold = format === 'bold' ? opening(paint, 'bold') : ''
  return ({ level }) => {
    const colour = levelColours[level]
    return `${bold}${colour === undefined ? '' : opening(paint, colour)}`
  }
}
