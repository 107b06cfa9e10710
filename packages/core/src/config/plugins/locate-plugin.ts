import { statSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { resolve as resolveImport } from 'import-meta-resolve'
import { messageOf } from '../../problem.ts'
import { versionedUrl } from '../file/import-config.ts'
import { pluginBroken, pluginFileMissing, pluginNotFound } from './errors.ts'

/** Where plugins are looked for. */
export interface PluginPlaces {
  readonly configDir: string
  /** Folders to look from after the configuration's own. */
  readonly resolveFrom: readonly string[]
  readonly version: number | undefined
}

/** The URL to import, or why there is none. */
export type Located = { readonly url: string } | { readonly problem: ReturnType<typeof pluginNotFound> }

/** Whether a name stands for an official package. Names with `proxym` in them are packages of others. */
export function isBareWord(use: string): boolean {
  return /^[a-z0-9][a-z0-9_-]*$/i.test(use) && !use.includes('proxym')
}

/** Whether it names a file, not a package. */
export function isFileName(use: string): boolean {
  return /^(\.{1,2}([/\\]|$)|file:)/.test(use) || isAbsolute(use)
}

/** Find the module of a plugin: a file, `@proxym/plugin-<word>` for a bare word, or exactly the package that is named. */
export function locatePlugin(use: string, places: PluginPlaces): Located {
  if (isFileName(use)) return locateFile(use, places)
  const specifier = isBareWord(use) ? `@proxym/plugin-${use}` : use
  const folders = [...new Set([places.configDir, ...places.resolveFrom])]
  for (const folder of folders) {
    try {
      return { url: resolveImport(specifier, pathToFileURL(join(folder, 'proxym.config.mjs')).href) }
    } catch (error) {
      if (!isAbsent(error, specifier)) return { problem: pluginBroken(use, specifier, folder, messageOf(error)) }
    }
  }
  return { problem: pluginNotFound(use, specifier, folders) }
}

// A package without an entry has the same code, but then the message names its folder instead of the package.
function isAbsent(error: unknown, specifier: string): boolean {
  const { code } = error as { readonly code?: unknown }
  const [, name] = /^((?:@[^/]+\/)?[^/]+)/.exec(specifier) ?? []
  return code === 'ERR_INVALID_MODULE_SPECIFIER' || (code === 'ERR_MODULE_NOT_FOUND' && messageOf(error).includes(`'${name}'`))
}

const endings = ['', '.ts', '.mts', '.js', '.mjs', '/index.ts', '/index.mts', '/index.js', '/index.mjs']

function locateFile(use: string, { configDir, version }: PluginPlaces): Located {
  try {
    const path = use.startsWith('file:') ? fileURLToPath(use) : resolve(configDir, use)
    const found = endings.map(ending => path + ending).find(isFile)
    return found === undefined ? { problem: pluginFileMissing(use, path) } : { url: versionedUrl(found, version) }
  } catch (error) {
    return { problem: pluginBroken(use, use, configDir, messageOf(error)) }
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
