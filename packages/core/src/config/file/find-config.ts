import { stat } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { configAmbiguous } from './errors.ts'
import type { PlacedProblem } from './excerpt.ts'

/** Endings that a configuration may have, in the order in which messages list them. */
export const extensions = ['ts', 'mts', 'js', 'mjs', 'json', 'yaml', 'yml'] as const

/** The configuration's path, a problem, or neither when there is none. Only `cwd` is searched, never a folder above. */
export async function findConfig(
  named: string | undefined,
  cwd: string,
): Promise<{ readonly path?: string; readonly problem?: PlacedProblem }> {
  if (named !== undefined) return { path: resolve(cwd, named) }
  const candidates = extensions.map(extension => resolve(cwd, `proxym.config.${extension}`))
  const present = await Promise.all(candidates.map(isFile))
  const paths = candidates.filter((_, index) => present[index])
  if (paths.length > 1) return { problem: configAmbiguous(paths.map(path => labelOf(path, cwd))) }
  return paths[0] === undefined ? {} : { path: paths[0] }
}

/** How messages call a file: as a person in `cwd` would write it. */
export function labelOf(path: string, cwd: string): string {
  const short = relative(cwd, path)
  return short === '' || short === '..' || short.startsWith(`..${sep}`) || isAbsolute(short) ? path : short
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
