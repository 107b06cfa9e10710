import { z } from 'zod'

/** What the stdout plugin takes. */
export const options = z.strictObject({
  /** `text`: a block for each service. `json`: one line for each snapshot. `table`: a row for each service. */
  format: z
    .enum(['text', 'json', 'table'], { error: '`format` must be "text", "json" or "table".' })
    .default('text')
    .describe('text: a block for each service; json: one line for each snapshot; table: a row for each service.'),
})

/** What a configuration gives. */
export type StdoutOptions = z.input<typeof options>
export type Format = z.output<typeof options>['format']
