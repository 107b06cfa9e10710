import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { schemaFiles } from './schema/schema-files.ts'

const root = new URL('../', import.meta.url)

/** Everything that is made from the sources and kept in git, by its path from the root. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const read = (path: string) => readFileSync(fileURLToPath(new URL(path, root)), 'utf8')
  return new Map([...schemaFiles(read)])
}
