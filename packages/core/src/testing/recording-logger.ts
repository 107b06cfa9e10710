import type { LogFields, Logger } from '../log/logger.ts'

/** One line of the log of a test. */
export interface LogLine {
  readonly level: 'error' | 'warn' | 'notice' | 'info' | 'debug'
  /** `plugin/tap`. */
  readonly module: string
  readonly message: string
  readonly fields: LogFields
}

/** A logger that keeps its lines. */
export function recordingLogger(log: LogLine[], module: string): Logger {
  const write =
    (level: LogLine['level']) =>
    (message: string, fields: LogFields = {}) =>
      void log.push({ level, module, message, fields })
  return {
    error: write('error'),
    warn: write('warn'),
    notice: write('notice'),
    info: write('info'),
    debug: write('debug'),
    named: name => recordingLogger(log, name),
  }
}
