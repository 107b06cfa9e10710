import { secret } from '@proxym/core'
import { z } from 'zod'
import { optionTexts } from './errors.ts'
import { isRedisAddress } from './redis-address.ts'

/** What the annotations plugin takes. */
export const options = z.strictObject({
  /** Where several proxym share their annotations. @default the state folder of this one */
  redis: z
    .strictObject({
      /** `host:port`, or `redis://` and `rediss://` with user, password and database. */
      address: secret().refine(isRedisAddress, { error: optionTexts.address }),
      /** What stands before the key and the channel. */
      prefix: z
        .string()
        .regex(/^[!-~]{0,100}$/, { error: optionTexts.prefix })
        .default('proxym:'),
    })
    .optional(),
})

/** What a configuration gives. */
export type AnnotationsOptions = z.input<typeof options>
