import { escapeJson } from './escape-text.ts'
import type { LogFormat } from './record.ts'

/** What pino wrote: one flat object, with `code`, `plugin`, `tap`, `cycle` and `service` under these names. */
export const jsonLine: LogFormat = record => escapeJson(record.json)
