import type { Service } from '@proxym/core'
import type { Format } from './options.ts'
import { renderTable } from './table.ts'
import { renderText } from './text.ts'

/** The services as they are printed; `width` counts for tables only. */
export function render(services: readonly Service[], format: Format, width: number): string {
  if (format === 'json') return `${JSON.stringify({ services })}\n`
  return format === 'table' ? renderTable(services, width) : renderText(services)
}
