import { changedBackends } from './find-changes.ts'
import { RuntimeObstacle } from './obstacle.ts'
import type { Backend } from './servers.ts'

/**
 * Whether one file has other hosts than another, and nothing else: each server has the options of one that its backend had before, so
 * that it differs from it in nothing but name, address and weight. What a check command says of the one it will say of the other.
 */
export function isOnlyHosts(before: readonly string[], now: readonly string[]): boolean {
  try {
    return changedBackends(before, now).every(hasKnownOptions)
  } catch (error) {
    if (error instanceof RuntimeObstacle) return false
    throw error
  }
}

function hasKnownOptions({ was, wanted }: { readonly was: Backend; readonly wanted: Backend }): boolean {
  const known = new Set(was.servers.map(optionsOf))
  return wanted.servers.every(server => known.has(optionsOf(server)))
}

const optionsOf = ({ options }: Backend['servers'][number]) => options.join(' ')
