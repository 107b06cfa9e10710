import type { ChainableCommander, Redis } from 'ioredis'
import type { Indexed, Scope } from './driver.ts'
import type { KeyNames } from './keys.ts'

/** Read who owns which domain, with all of that watched from here on, so that a claim is not made beside another one. */
export async function readIndexes(
  redis: Redis,
  keys: KeyNames,
  owner: string,
  scope: Scope,
): Promise<{ readonly indexed: Indexed; readonly registered: boolean }> {
  const [, owners = []] = (await replies(redis.pipeline().watch(keys.owners).smembers(keys.owners))) as [unknown, string[]?]
  const everyone = [owner, ...owners.filter(other => other !== owner).sort()]
  const pipeline = redis
    .pipeline()
    .watch(...everyone.map(keys.index))
    .scard(keys.index(owner))
  for (const name of everyone) {
    if (scope === 'all') pipeline.smembers(keys.index(name))
    else for (const domain of scope) pipeline.sismember(keys.index(name), domain)
  }
  const [, size, ...rest] = await replies(pipeline)
  const sets = everyone.map((name, at) => {
    const members = scope === 'all' ? (rest[at] as string[]) : scope.filter((_, index) => rest[at * scope.length + index] === 1)
    return [name, new Set(members)] as const
  })
  const [mine, ...others] = sets
  return {
    indexed: { owned: { mine: mine?.[1] ?? new Set(), others: new Map(others) }, size: Number(size) },
    registered: owners.includes(owner),
  }
}

async function replies(pipeline: ChainableCommander): Promise<readonly unknown[]> {
  return ((await pipeline.exec()) ?? []).map(([error, reply]) => {
    if (error !== null) throw error
    return reply
  })
}
