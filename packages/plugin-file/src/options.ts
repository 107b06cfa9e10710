import { z } from 'zod'

/** What the file plugin takes. */
export const options = z.strictObject({
  /** Folder of the `*.json`, `*.yaml` and `*.yml` files. Relative paths start at the configuration file. */
  configsPath: z
    .string({ error: '`configsPath` must be the path of a folder. Write e.g. "./services".' })
    .min(1, { error: '`configsPath` must not be empty. Write e.g. "./services".' })
    .describe('Folder of the service files; relative paths start at the configuration file.'),
})

/** What a configuration gives. */
export type FileOptions = z.input<typeof options>
