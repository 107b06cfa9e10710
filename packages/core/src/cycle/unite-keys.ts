/** Beyond that one full call is cheaper, and whoever can name keys would decide how many problems there are. */
export const MOST_KEYS = 1000

/**
 * The keys of both; everything when that is very many. The set that is given grows: a storm of events names a key each, ten
 * thousand in a second.
 */
export function uniteKeys(keys: 'all' | Set<string> | undefined, more: Iterable<string>): 'all' | Set<string> {
  if (keys === 'all') return keys
  const united = keys ?? new Set()
  for (const key of more) united.add(key)
  return united.size > MOST_KEYS ? 'all' : united
}
