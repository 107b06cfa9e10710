import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { apiPages } from './api/api-pages.ts'
import { readExports } from './api/read-exports.ts'
import { schemaFiles } from './schema/schema-files.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Everything that is made from the sources and kept in git, by its path from the root. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  return new Map([...schemaFiles(read), ...apiPages(readExports(root))])
}
