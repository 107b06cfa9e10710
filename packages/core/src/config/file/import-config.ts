import { pathToFileURL } from 'node:url'
import { isRecord } from '../config-path.ts'
import { programSource } from './config-source.ts'
import { configExport, configImport } from './errors.ts'
import type { ParsedText } from './parse-text.ts'

/** The URL of a file; with a version, a URL that was never imported before, so that an edited file is read again. */
export function versionedUrl(path: string, version: number | undefined): string {
  const url = pathToFileURL(path)
  if (version !== undefined) url.searchParams.set('version', String(version))
  return url.href
}

/** Load a configuration that is a program. */
export async function importConfig(path: string, label: string, version: number | undefined): Promise<ParsedText> {
  const url = versionedUrl(path, version)
  try {
    const module: { readonly default?: unknown } = await import(url)
    if (!isRecord(module.default)) return { problems: [configExport(label)] }
    return { source: programSource(path, label, module.default) }
  } catch (error) {
    return { problems: [configImport(label, error, positionIn(error, path, url))] }
  }
}

// Node tells the place only in the stack: above the message for syntax, in the first frame for what the program throws.
function positionIn(error: unknown, path: string, url: string): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  for (const name of [url, pathToFileURL(path).href, path]) {
    const start = stack.indexOf(`${name}:`)
    const position = start < 0 ? undefined : /^:\d+(:\d+)?/.exec(stack.slice(start + name.length))?.[0]
    if (position !== undefined) return position
  }
  return ''
}
