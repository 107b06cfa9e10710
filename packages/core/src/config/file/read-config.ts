import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { configExtension, configUnreadable } from './errors.ts'
import { extensions } from './find-config.ts'
import { importConfig } from './import-config.ts'
import { type ParsedText, parseText } from './parse-text.ts'

/** Read a configuration by its ending: JSON and YAML as text, the rest by `import()`. */
export async function readConfig(path: string, label: string, version: number | undefined): Promise<ParsedText> {
  const extension = extname(path).slice(1)
  if (!extensions.some(known => known === extension)) return { problems: [configExtension(label, extensions)] }
  try {
    // Also for programs: `import()` says "module not found" for a missing file and for a missing import alike.
    const text = await readFile(path, 'utf8')
    return /^(json|ya?ml)$/.test(extension) ? parseText(text, path, label) : await importConfig(path, label, version)
  } catch (error) {
    return { problems: [configUnreadable(label, error)] }
  }
}
