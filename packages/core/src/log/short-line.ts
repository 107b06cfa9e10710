import { escapeText } from './escape-text.ts'
import { fieldText } from './field-text.ts'
import { compileGoTime } from './go-time.ts'
import type { Level } from './logger.ts'
import type { Colour, Paint } from './paint.ts'
import type { PlainValue } from './plain-fields.ts'
import type { LogFormat, LogRecord } from './record.ts'
import type { TimeZone } from './time-zone.ts'

export interface ShortLineContext {
  readonly paint: Paint
  /** Whether symbols are words, for terminals without UTF-8. @default false */
  readonly ascii?: boolean | undefined
  /** @default the zone of the machine */
  readonly zone?: TimeZone | undefined
}

interface Mark {
  readonly symbol: string
  readonly word: string
  readonly colour: Colour
}

const done: Mark = { symbol: '✓', word: 'ok  ', colour: 'green' }
const held: Mark = { symbol: '‖', word: 'held', colour: 'yellow' }
const coped: Mark = { symbol: '!', word: 'warn', colour: 'yellow' }
const failed: Mark = { symbol: '✗', word: 'FAIL', colour: 'red' }
const note: Mark = { symbol: '·', word: '-   ', colour: 'dim' }

const byOutcome: Readonly<Record<string, Mark>> = { ok: done, applied: done, healed: done, held, failed }
const byLevel: Readonly<Record<Level, Mark>> = {
  critical: failed,
  error: failed,
  warning: coped,
  notice: note,
  info: note,
  debug: note,
}

/**
 * For a person at a terminal: `14:02:08  ✓ marathon/apps  back after 2 m  tries=3`. Core's own name is left out.
 * The field `detail` (a text or lines of text) follows on lines of its own, each indented and escaped.
 */
export function shortLine({ paint, ascii = false, zone }: ShortLineContext): LogFormat {
  const clock = compileGoTime('15:04:05', zone) ?? String
  return record => {
    const { outcome, detail, ...fields } = record.fields
    const known = typeof outcome === 'string' ? byOutcome[outcome] : undefined
    const mark = known ?? byLevel[record.level]
    const rest = fieldText(known === undefined && outcome !== undefined ? { outcome, ...fields } : fields)
    const head = `${paint('dim', clock(record.time))}  ${paint(mark.colour, ascii ? mark.word : mark.symbol)} `
    const dimmed = rest === '' ? '' : ` ${paint('dim', rest)}`
    return `${head}${moduleText(record, paint)}${escapeText(record.message)}${dimmed}${detailText(detail)}`
  }
}

function moduleText({ module }: LogRecord, paint: Paint): string {
  if (module === 'core' || module.startsWith('core/')) return ''
  return `${paint('bold', escapeText(module).padEnd(11))}  `
}

function detailText(detail: PlainValue | undefined): string {
  if (detail === undefined || detail === null || detail === '') return ''
  const lines = typeof detail === 'object' ? detail.flatMap(item => String(item).split('\n')) : String(detail).split('\n')
  return lines.map(line => `\n            ${escapeText(line)}`).join('')
}
