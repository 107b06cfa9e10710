import { secret } from '@proxym/core'
import { z } from 'zod'
import { optionTexts } from './errors.ts'
import { parseRedisAddress } from './redis-address.ts'

const redisAddress = secret().transform((text, context) => {
  const address = parseRedisAddress(text)
  if (address !== undefined) return address
  context.addIssue({ code: 'custom', message: optionTexts.redisAddress })
  return z.NEVER
})

const server = z.strictObject({ host: z.string().min(1), port: z.int().min(1).max(65_535).default(26_379) })

const tls = z.strictObject({
  ca: secret().optional(),
  cert: secret().optional(),
  key: secret().optional(),
  servername: z.string().min(1).optional(),
})

/** Options that are handed to ioredis. */
const redisOptions = z.strictObject({
  /** Sentinels that know the server; then `redisAddress` is not needed. */
  sentinels: z.array(server).min(1).optional(),
  /** What the sentinels call the group of servers. */
  name: z.string().min(1).optional(),
  sentinelUsername: z.string().min(1).optional(),
  sentinelPassword: secret().optional(),
  /** Whether the sentinels are spoken to with TLS as well. */
  enableTLSForSentinelMode: z.boolean().optional(),
  username: z.string().min(1).optional(),
  password: secret().optional(),
  db: z.int().min(0).max(65_535).optional(),
  /** Authorities, certificate and key as PEM texts; given, TLS is used. */
  tls: tls.optional(),
})

/** What the hipache plugin takes. */
export const options = z
  .strictObject({
    /** What the lists are kept in. @default 'redis' */
    driver: z.enum(['redis']).default('redis'),
    /** `host:port`, or `redis://` and `rediss://` with user, password, database and `#prefix`. */
    redisAddress: redisAddress.optional(),
    redisOptions: redisOptions.default({}),
    /** What stands before every key, as the `#prefix` of Hipache. @default of the address, else none */
    keyPrefix: z.string().optional(),
    /** Tells proxym instances on one Redis apart; each leaves alone what another one owns. @default 'proxym' */
    owner: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,100}$/, { error: optionTexts.owner })
      .default('proxym'),
    /** What a service without hosts leaves: its identifier (Hipache answers 502), or no list (400, or a wildcard). @default 'identifier' */
    withoutHosts: z.enum(['identifier', 'remove']).default('identifier'),
    /** How often one host is listed at most, whatever its weight. @default 100 */
    maxWeight: z.int().min(1).max(256).default(100),
    /** Id of the http service that gets every host that no list names (`frontend:*`). @default none */
    catchAll: z.string().min(1).optional(),
  })
  .superRefine(({ redisAddress: address, redisOptions: { sentinels, name } }, context) => {
    if (address === undefined && sentinels === undefined)
      context.addIssue({ code: 'invalid_type', expected: 'string', input: undefined, path: ['redisAddress'] })
    if (sentinels !== undefined && name === undefined)
      context.addIssue({ code: 'invalid_type', expected: 'string', input: undefined, path: ['redisOptions', 'name'] })
  })

/** What a configuration gives. */
export type HipacheOptions = z.input<typeof options>

/** The options with every default filled in. */
export type FilledOptions = z.output<typeof options>
