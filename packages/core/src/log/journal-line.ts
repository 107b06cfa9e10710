import { escapeText } from './escape-text.ts'
import { fieldText } from './field-text.ts'
import { priorities } from './level.ts'
import type { LogFormat } from './record.ts'

/** For journald: the priority as a prefix, no time, because the journal adds its own. */
export const journalLine: LogFormat = ({ level, module, message, fields }) =>
  `<${priorities[level]}>${escapeText(module)}: ${escapeText(message)}${fieldText(fields)}`
