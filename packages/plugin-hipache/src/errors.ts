import type { Problem, Service } from '@proxym/core'

/** What is wrong with an option. */
export const optionTexts = {
  redisAddress:
    'must be `host:port` or a redis:// or rediss:// URL. Write e.g. "127.0.0.1:6379" or "redis://:password@redis.example.com:6379/0".',
  owner: 'must be 1 to 100 letters, digits, `.`, `_` or `-`. Write e.g. "proxym-east".',
}

/** A service that Hipache cannot serve as it is meant. */
export const pathLeftOut = ({ id, proxyPath }: Service): Problem => ({
  code: 'PROXYM_HIPACHE_PATH',
  message: `\`${id}\` is left out, because Hipache cannot route by path, got \`${proxyPath}\``,
  hint: 'Give it a domain of its own and no path.',
  subject: id,
})

export const weightCapped = ({ id }: Service, most: number): Problem => ({
  code: 'PROXYM_HIPACHE_WEIGHT',
  message: `\`${id}\` has hosts with a weight above ${most}, which are listed ${most} times`,
  hint: 'Give smaller weights, or raise `maxWeight`.',
  subject: id,
})

export const catchAllMissing = (id: string): Problem => ({
  code: 'PROXYM_HIPACHE_CATCH_ALL',
  message: `\`catchAll\` names \`${id}\`, which is no http service now`,
  hint: 'Correct the option, or the service.',
  subject: id,
})

/** A list that another instance owns. */
export const ownedByOther = (domain: string, key: string, owner: string, index: string): Problem => ({
  code: 'PROXYM_HIPACHE_CONFLICT',
  message: `\`${key}\` belongs to the owner \`${owner}\` and is left alone`,
  hint: `Route \`${domain}\` from one of the two. When \`${owner}\` is gone for good, delete \`${index}\`.`,
  subject: domain,
})

/** A key that is no list. */
export const notAList = (domain: string, key: string): Problem => ({
  code: 'PROXYM_HIPACHE_TYPE',
  message: `\`${key}\` is not a list and is left alone`,
  hint: 'Delete the key, so that the list can be written.',
  subject: domain,
})

/** Redis does not answer, or refuses. Never with a cause: what ioredis throws carries the arguments of the command. */
export const redisFailed = (address: string, reason: string): Problem => ({
  code: 'PROXYM_HIPACHE_REDIS',
  message: `Redis at \`${address}\` ${reason}`,
  hint: hintFor(reason),
  where: address,
})

/** Others took domains again and again while we tried to. */
export const claimsContended = (address: string): Problem =>
  redisFailed(address, 'was changed by other owners each time that domains were claimed')

function hintFor(reason: string): string {
  if (/NOAUTH|WRONGPASS|invalid password/i.test(reason)) return 'Correct the user and the password in `redisAddress`.'
  if (/NOPERM/.test(reason)) return 'Allow the user the commands and keys that the README lists.'
  if (/READONLY/.test(reason)) return 'It is a replica: give the address of the primary, or Sentinels.'
  if (/\bOOM\b/.test(reason)) return 'Raise `maxmemory` of Redis, or free some.'
  return 'It is tried again by itself.'
}
