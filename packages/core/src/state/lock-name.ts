import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'

/** The same text for every way to write the same target: a path without symbolic links, a URL as it is. */
export async function canonicalTarget(target: string): Promise<string> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(target)) return target
  const path = resolve(target)
  try {
    return await realpath(path)
  } catch {
    // What does not exist yet is named by its folder, which may not exist either.
    return dirname(path) === path ? path : join(await canonicalTarget(dirname(path)), basename(path))
  }
}

/** A name that fits everywhere: abstract sockets and pipes take any, socket files at most about 100 bytes. */
export async function lockName(target: string): Promise<string> {
  const hash = createHash('sha256').update(await canonicalTarget(target))
  return `proxym-${hash.digest('hex').slice(0, 40)}`
}
