import type { Problem } from '@proxym/core'

/** What is wrong with an option. */
export const optionTexts = {
  address:
    'must be `host:port` or a redis:// or rediss:// URL. Write e.g. "127.0.0.1:6379" or "redis://:password@redis.example.com:6379/0".',
  prefix: 'must be up to 100 printable characters without spaces. Write e.g. "proxym:".',
}

/** What is wrong with a field of an annotation. */
export const fieldTexts = {
  remark: (most: number) => `must be up to ${most} characters on one line`,
  expiresAt: 'must be a time with a time zone, such as "2030-01-31T18:00:00Z"',
  past: 'is in the past',
}

/** A request for an annotation that there is not. */
export const noAnnotation = (id: string): Problem => ({
  code: 'PROXYM_ANNOTATION_UNKNOWN',
  message: `\`${id}\` has no annotation`,
  hint: '`GET /annotations` lists those that there are.',
  subject: id,
})

export const badServiceId = (id: string): Problem => ({
  code: 'PROXYM_ANNOTATION_ID',
  message: `\`${id.slice(0, 60)}\` cannot be the id of a service`,
  hint: 'Give 1 to 200 characters of A-Z a-z 0-9 . _ : / -, percent-encoded: /annotations/team%2Fshop.',
})

export const tooMany = (most: number): Problem => ({
  code: 'PROXYM_ANNOTATION_COUNT',
  message: `there are ${most} annotations already`,
  hint: 'Delete some that are not needed any more.',
})

/** Kept annotations that cannot be used; the others are. */
export const unreadable = (ids: readonly string[], place: string): Problem => ({
  code: 'PROXYM_ANNOTATION_UNREADABLE',
  message: `${ids.length} annotations in ${place} cannot be read and do not count: ${ids
    .slice(0, 5)
    .map(id => `\`${id.slice(0, 60)}\``)
    .join(', ')}`,
  hint: 'Set them anew, or delete them.',
})

/** Redis cannot be asked. Never with a cause: what ioredis throws carries the arguments of the command. */
export const redisFailed = (address: string, reason: string): Problem => ({
  code: 'PROXYM_ANNOTATION_REDIS',
  message: `Redis at \`${address}\` ${reason}`,
  hint: /NOAUTH|WRONGPASS|NOPERM/.test(reason)
    ? 'Correct the user and the password in `redis.address`.'
    : 'It is tried again by itself; the last known annotations stay.',
  where: address,
})
