import type { Writable } from 'node:stream'
import { pino } from 'pino'
import { messageOf } from '../problem.ts'
import { isLoud, parseLevel, pinoLevels } from './level.ts'
import { type LineFormatOptions, lineFormat } from './line-format.ts'
import type { Level, LogFields, Logger } from './logger.ts'
import { plainFields } from './plain-fields.ts'
import { plainText } from './plain-text.ts'
import { moduleFields, parseRecord } from './record.ts'
import { createSink, type Sink } from './sink.ts'

/** Where the log goes, in which form, and from which level on. */
export interface LoggerOptions extends LineFormatOptions {
  /** The least that is logged, in any case. @default 'info' */
  readonly level?: string | undefined
  /** Takes the levels below error. */
  readonly stdout: Writable
  /** Takes error and critical. */
  readonly stderr: Writable
  /** Whether everything goes to stderr, for commands that print something on stdout. @default false */
  readonly allToStderr?: boolean | undefined
  /** Called once when a stream fails; the lines for it are dropped from then on. */
  readonly onBroken?: ((stream: 'stdout' | 'stderr', error: Error) => void) | undefined
  /** How many bytes may wait for a slow reader before lines are dropped. @default 1048576 */
  readonly maxWaiting?: number | undefined
  /** The wall clock. @default Date.now */
  readonly now?: (() => number) | undefined
}

/** The logger of the process: every other one is made from it by `named`. */
export interface RootLogger extends Logger {
  /** proxym cannot go on. */
  critical(message: string, fields?: LogFields): void
  /** Lines that a slow or broken reader did not get. */
  readonly dropped: number
  /** Wait until what was logged has left, at most this long. @default 1000 */
  flush(timeoutMs?: number): Promise<void>
}

/**
 * Make the logger of the process. It never throws and never waits: a reader that is slow or gone costs lines, not work.
 *
 * @throws ProxymError `PROXYM_LOG_LEVEL`, `PROXYM_LOG_FORMAT`
 */
export function createLogger(options: LoggerOptions): RootLogger {
  const { stdout, stderr, allToStderr = false, onBroken, maxWaiting, now = Date.now } = options
  const level = parseLevel(options.level ?? 'info')
  const output = (name: 'stdout' | 'stderr') => {
    const stream = name === 'stdout' ? stdout : stderr
    const sink = createSink(stream, { maxWaiting, onBroken: error => onBroken?.(name, error) })
    return { sink, format: lineFormat(stream, options), missed: 0 }
  }
  const loud = output('stderr')
  const quiet = allToStderr ? loud : output('stdout')
  let count = 0

  const deliver = (json: string): void => {
    const record = parseRecord(json, ++count)
    const target = isLoud(record.level) ? loud : quiet
    if (!target.sink.write(target.format(record))) target.missed++
    else if (target.missed > 0) {
      const lines = target.missed
      target.missed = 0
      write('core/log', 'warning', 'Dropped log lines because their reader was slow', { lines })
    }
  }
  const lines = pino(
    {
      level,
      base: null,
      customLevels: { ...pinoLevels },
      useOnlyCustomLevels: true,
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      formatters: { level: label => ({ level: label }) },
    },
    { write: deliver },
  )
  const write = (module: string, at: Level, message: string, fields: LogFields | undefined): void => {
    if (!lines.isLevelEnabled(at)) return
    const plain = fields === undefined ? {} : plainFields(fields, level === 'debug')
    lines[at](
      { ...moduleFields(module), ...withOwnTap(plain) },
      plainText(typeof message === 'string' ? message : messageOf(message)),
    )
  }
  const sinks: readonly Sink[] = [...new Set([loud.sink, quiet.sink])]
  return {
    ...createNamed('core', write),
    critical: (message, fields) => write('core', 'critical', message, fields),
    get dropped() {
      return sinks.reduce((sum, sink) => sum + sink.dropped, 0)
    },
    async flush(timeoutMs = 1000) {
      await Promise.all(sinks.map(sink => sink.flush(timeoutMs)))
    },
  }
}

type Write = (module: string, level: Level, message: string, fields: LogFields | undefined) => void

function createNamed(module: string, write: Write): Logger {
  return {
    error: (message, fields) => write(module, 'error', message, fields),
    warn: (message, fields) => write(module, 'warning', message, fields),
    notice: (message, fields) => write(module, 'notice', message, fields),
    info: (message, fields) => write(module, 'info', message, fields),
    debug: (message, fields) => write(module, 'debug', message, fields),
    named: name => createNamed(name, write),
  }
}

/** A line about another plugin (`{ plugin: 'marathon' }`) must not carry the tap of the one that logs. */
function withOwnTap(fields: object): object {
  return 'plugin' in fields && !('tap' in fields) ? { ...fields, tap: undefined } : fields
}
