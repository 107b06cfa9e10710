import type { Writable } from 'node:stream'
import { journalLine } from './journal-line.ts'
import { jsonLine } from './json-line.ts'
import { paintFor } from './paint.ts'
import { compilePattern, defaultPattern } from './pattern.ts'
import type { LogFormat } from './record.ts'
import { shortLine } from './short-line.ts'
import type { TimeZone } from './time-zone.ts'

export interface LineFormatOptions {
  /** The pattern language, or `json`. Unset or empty: by what the stream is. */
  readonly format?: string | undefined
  /** Whether to colour. @default what Node says of the stream */
  readonly color?: boolean | undefined
  /** Whether journald reads the streams. @default false */
  readonly journal?: boolean | undefined
  /** Whether a person reads the streams. @default the stream's `isTTY` */
  readonly tty?: boolean | undefined
  /** Words in place of symbols on a terminal. @default false */
  readonly ascii?: boolean | undefined
  /** What `%{program}` writes. @default 'proxym' */
  readonly program?: string | undefined
  /** What `%{pid}` writes. @default 0 */
  readonly pid?: number | undefined
  /** @default the zone of the machine */
  readonly zone?: TimeZone | undefined
}

/**
 * The form of the lines for one stream. A format that is set always counts; else `<priority>` lines
 * under journald, the short form on a terminal, and the default pattern everywhere else.
 *
 * @throws ProxymError `PROXYM_LOG_FORMAT`
 */
export function lineFormat(stream: Writable, options: LineFormatOptions): LogFormat {
  const { format = '', color, journal = false, tty = isTerminal(stream), ascii, program = 'proxym', pid = 0, zone } = options
  if (format === 'json') return jsonLine
  const paint = paintFor(stream, color)
  const context = { program, pid, paint, zone }
  if (format !== '') return compilePattern(format, context)
  if (journal) return journalLine
  return tty ? shortLine({ paint, ascii, zone }) : compilePattern(defaultPattern, context)
}

const isTerminal = (stream: Writable): boolean => 'isTTY' in stream && stream.isTTY === true
