import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** The range of core that new plugins are built for: the one that this package was released with. */
export function coreRange(): string {
  const own = read(new URL('../package.json', import.meta.url))
  const range = own.devDependencies?.['@proxym/core'] ?? ''
  // In the workspace it says `workspace:^`, which a release replaces.
  if (!range.startsWith('workspace:')) return range
  return `^${read(createRequire(import.meta.url).resolve('@proxym/core/package.json')).version}`
}

function read(path: string | URL): { readonly version: string; readonly devDependencies?: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(path, 'utf8'))
}
