/** Levels from quiet to loud, as `PROXYM_LOG_APPLOG_LEVEL` names them. */
export const levels = ['critical', 'error', 'warning', 'notice', 'info', 'debug'] as const
/** One of these levels. */
export type Level = (typeof levels)[number]

/** Fields of a log line: plain values, never secrets or whole options. */
export type LogFields = Readonly<Record<string, unknown>>

/** A sentence and fields: `logger.info('Applied config', { services: 12 })`. */
export interface Logger {
  /** A person should look. */
  error(message: string, fields?: LogFields): void
  /** proxym coped. */
  warn(message: string, fields?: LogFields): void
  /** Worth knowing, rare. */
  notice(message: string, fields?: LogFields): void
  /** Something changed. */
  info(message: string, fields?: LogFields): void
  /** Anything else. */
  debug(message: string, fields?: LogFields): void
  /** The same logger, naming another `plugin/tap`. */
  named(module: string): Logger
}
