import { z } from 'zod'
import { isHostName } from '../http/loopback.ts'
import { levels } from '../log/logger.ts'
import { defaultSettings, type Settings } from '../settings.ts'

// Node's timers go no further; a longer time would fire at once.
const longest = 2_147_483_647
const time = (least: number) => z.int().min(least).max(longest).optional()

const times = {
  debounceMs: time(0),
  maxWaitMs: time(0),
  patienceMs: time(0),
  timeoutMs: time(1),
  annotateTimeoutMs: time(1),
  generateTimeoutMs: time(1),
  resyncMs: time(1),
  confirmMs: time(0),
  stopMs: time(0),
} satisfies Record<keyof Settings, z.ZodType>

/** What a configuration file may hold. Entries of `plugins` are checked one by one, later. */
export const coreSchema = z.strictObject({
  $schema: z.string().optional(),
  listen: z.string().optional(),
  httpToken: z.string().min(1).optional(),
  allowedHosts: z
    .array(z.string().refine(isHostName, 'must be a host name without a port, such as "proxym.example.com"'))
    .optional(),
  stateDir: z.string().min(1).optional(),
  plugins: z.array(z.unknown()).optional(),
  log: z
    .strictObject({
      level: z.preprocess(value => (typeof value === 'string' ? value.toLowerCase() : value), z.enum(levels)).optional(),
      format: z.string().min(1).optional(),
    })
    .optional(),
  ...times,
})

/** The file's values, each as far as it is right. */
export type CoreOptions = z.output<typeof coreSchema>

/** Times as given, else their defaults. */
export function settingsOf(options: CoreOptions): Settings {
  const keys = Object.keys(times) as (keyof Settings)[]
  return Object.fromEntries(keys.map(key => [key, options[key] ?? defaultSettings[key]])) as unknown as Settings
}
