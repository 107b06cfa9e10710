import { readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
// Not the whole of it, which is four times as many modules at each start.
import satisfies from 'semver/functions/satisfies.js'
import validRange from 'semver/ranges/valid.js'
import type { Problem } from '../../problem.ts'
import { isRecord } from '../config-path.ts'
import { builtForAnotherCore, ownCopyOfCore } from './errors.ts'

/** A package as its manifest describes it. */
export interface PackageFacts {
  readonly name: string
  readonly version: string
  readonly folder: string
  readonly peers: Readonly<Record<string, unknown>>
}

const coreName = '@proxym/core'

/**
 * What is wrong between the package of a plugin and the core that runs: it was built for another version, or brings a copy of its own.
 * Undefined when all is well, and for what is no package.
 */
export function checkPackage(use: string, url: string, core: PackageFacts | undefined = runningCore()): Problem | undefined {
  const plugin = packageOf(url)
  if (plugin === undefined || core === undefined || plugin.folder === core.folder) return undefined
  const range = plugin.peers[coreName]
  // Anything else than a range (`workspace:^`, a URL) says nothing of versions.
  if (typeof range === 'string' && validRange(range) !== null) {
    if (!satisfies(core.version, range, { includePrerelease: true })) return builtForAnotherCore(use, plugin, range, core)
  }
  const copy = coreOf(plugin)
  if (copy === undefined || copy.folder === core.folder) return undefined
  const isNested = copy.folder.startsWith(plugin.folder)
  // A proxym that is installed globally finds a second core beside plugins of a project: as long as both are the same, nothing is amiss.
  return isNested || copy.version !== core.version ? ownCopyOfCore(use, copy, core, isNested) : undefined
}

function runningCore(): PackageFacts | undefined {
  return packageOf(import.meta.url)
}

/** The core that the plugin imports. */
function coreOf({ folder }: PackageFacts): PackageFacts | undefined {
  try {
    return readPackage(dirname(createRequire(join(folder, 'package.json')).resolve(`${coreName}/package.json`)))
  } catch {
    return undefined
  }
}

/** The package that a module belongs to: the nearest manifest above it that has a name. */
function packageOf(url: string): PackageFacts | undefined {
  let folder = folderOf(url)
  while (folder !== undefined) {
    const found = readPackage(folder)
    if (found !== undefined) return found
    const above = dirname(folder)
    folder = above === folder ? undefined : above
  }
  return undefined
}

// A configuration may name anything: `data:…`, `a:`, a file of another machine.
function folderOf(url: string): string | undefined {
  try {
    return dirname(fileURLToPath(url))
  } catch {
    return undefined
  }
}

function readPackage(folder: string): PackageFacts | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    if (!isRecord(manifest) || typeof manifest.name !== 'string') return undefined
    const { name, version, peerDependencies } = manifest
    return {
      name,
      version: typeof version === 'string' ? version : '',
      folder: realpathSync(folder),
      peers: isRecord(peerDependencies) ? peerDependencies : {},
    }
  } catch {
    return undefined
  }
}
