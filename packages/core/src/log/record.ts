import { type Level, levels } from './logger.ts'
import type { PlainFields } from './plain-fields.ts'

/** One log line before it has a form. */
export interface LogRecord {
  /** Counts the records of one logger, from 1. */
  readonly id: number
  readonly level: Level
  /** Milliseconds since 1970. */
  readonly time: number
  /** `plugin/tap`. */
  readonly module: string
  readonly message: string
  readonly fields: PlainFields
  /** The line of JSON that pino wrote. */
  readonly json: string
}

/** The form of a log: one line without its end for each record. */
export type LogFormat = (record: LogRecord) => string

interface PinoLine {
  readonly level: string
  readonly time: string
  readonly module: string
  readonly msg: string
  readonly [field: string]: unknown
}

/** The names under which `plugin/tap` stands in JSON. */
export function moduleFields(module: string): PlainFields {
  const slash = module.indexOf('/')
  const plugin = slash === -1 ? module : module.slice(0, slash)
  return slash === -1 ? { module, plugin } : { module, plugin, tap: module.slice(slash + 1) }
}

/** Read back what pino wrote. */
export function parseRecord(written: string, id: number): LogRecord {
  const json = written.trimEnd()
  const { level, time, module, msg, ...rest } = JSON.parse(json) as PinoLine
  const own = moduleFields(module)
  const fields = Object.entries(rest).filter(([key, value]) => own[key] !== value)
  return {
    id,
    level: levels.find(name => name === level) ?? 'info',
    time: Date.parse(time),
    module,
    message: msg,
    fields: Object.fromEntries(fields) as PlainFields,
    json,
  }
}
