import { z } from 'zod'
import { optionTexts } from './errors.ts'
import { isMasterUrl, masterUrl } from './master-url.ts'

const master = z.string({ error: optionTexts.master }).refine(isMasterUrl, { error: optionTexts.master }).transform(masterUrl)

/** What the mesos-master plugin takes. */
export const options = z.strictObject({
  /** Host name under which the proxy serves the leading master: `mesos.example.com`. */
  domain: z.string({ error: optionTexts.domain }).regex(/^[^\s/:@]+\.[^\s/:@]+$/, { error: optionTexts.domain }),
  /** Where the masters listen: `ip:port`, or a URL with an optional path prefix. Asked one after the other until one answers. */
  masters: z
    .array(master, { error: optionTexts.masters })
    .min(1, { error: optionTexts.masters })
    .transform(masters => [...new Set(masters)]),
  /** Seconds from one question for the leader to the next. @default 10 */
  pollInterval: z.number().min(1).max(86_400).default(10),
})

/** What a configuration gives. */
export type MesosMasterOptions = z.input<typeof options>
