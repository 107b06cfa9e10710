import { ProxymError } from '../problem.ts'
import { levels } from './logger.ts'

/** The verbs of the pattern language, for messages. */
const verbs = 'time, level, message, module, longfunc, shortfunc, id, pid, program and color'

const patternError = (message: string, hint: string): ProxymError => new ProxymError({ code: 'PROXYM_LOG_FORMAT', message, hint })

/** The level has a name that does not exist. */
export const unknownLevel = (given: string): ProxymError =>
  new ProxymError({
    code: 'PROXYM_LOG_LEVEL',
    message: `log level must be one of ${levels.join(', ')}, got ${JSON.stringify(given)}.`,
    hint: 'Write e.g. `PROXYM_LOG_APPLOG_LEVEL=info`.',
  })

/** A verb that the pattern language does not have. */
export const unknownVerb = (verb: string): ProxymError =>
  patternError(`log format: \`%{${verb}}\` is not a verb.`, `The verbs are ${verbs}; or write \`json\` for the whole format.`)

/** `%{` without `}`. */
export const openVerb = (rest: string): ProxymError =>
  patternError(`log format: ${JSON.stringify(rest)} begins a verb and has no closing "}".`, 'Write e.g. `%{message}`.')

/** A pattern that would make several lines of one record. */
export const controlInPattern = (pattern: string): ProxymError =>
  patternError(
    `log format ${JSON.stringify(pattern)} contains a line break or another control character.`,
    'A record is one line: remove it.',
  )

/** What stands after the colon of a verb is not understood. */
export const badVerbFormat = (verb: string, format: string): ProxymError =>
  patternError(
    `log format: ${JSON.stringify(format)} in \`%{${verb}:${format}}\` is not understood.`,
    verb === 'color'
      ? 'Write `%{color}`, `%{color:bold}` or `%{color:reset}`.'
      : 'Write a width as in `%{level:-8s}` or `%{id:03x}`.',
  )

/** A time layout in which nothing stands for a part of the time. */
export const emptyLayout = (layout: string): ProxymError =>
  patternError(
    `log format: ${JSON.stringify(layout)} in \`%{time:…}\` contains no part of a time.`,
    'Write how 2 January 2006, 15:04:05 looks, e.g. `%{time:2006-01-02 15:04:05.000}`.',
  )
