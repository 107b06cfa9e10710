import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Choices, type Kind, kinds } from './choices.ts'
import { coreRange } from './core-range.ts'
import { indexFile } from './index-file.ts'
import { manifest } from './manifest.ts'

/** A file of the new package. */
export interface PlannedFile {
  /** Relative, with slashes. */
  readonly path: string
  readonly text: string
}

const templates = fileURLToPath(new URL('../templates', import.meta.url))
// npm leaves `.gitignore` out of packages, and tools take other names for their own: such files begin with `_` here.
const realNames: Readonly<Record<string, string>> = { _gitignore: '.gitignore' }

const hookRows: Readonly<Record<Kind, string>> = {
  source: '| `generateServices` | reports the services that a JSON file lists |',
  notifier: '| `notify` | asks for a refresh every so often |',
  annotator: '| `annotate` | gives each http service a domain |',
  generator: '| `generateConfig` | makes a JSON file list every service |',
}
const optionRows: Readonly<Record<Kind, string>> = {
  source: '| `from` | `services.json` | the file that lists the services, from the folder of the configuration |',
  notifier: '| `everyMs` | 60000 | milliseconds between two refreshes |',
  annotator: '| `suffix` | `internal.example` | what the domains end in |',
  generator: '| `to` | `services.out.json` | the file to write, from the folder of the configuration |',
}

/** Everything that the new package consists of. */
export async function planFiles(choices: Choices, year: number): Promise<readonly PlannedFile[]> {
  const words: Readonly<Record<string, string>> = {
    package: choices.packageName,
    year: `${year}`,
    hooks: choices.kinds.map(kind => hookRows[kind]).join('\n'),
    options: choices.kinds.map(kind => optionRows[kind]).join('\n'),
    steps: choices.language === 'typescript' ? 'builds, lints and tests' : 'lints and tests',
  }
  const fill = (text: string): string => text.replace(/(?<!\$)\{\{(\w+)\}\}/g, (whole, word: string) => words[word] ?? whole)
  const found = [...(await filesIn('base')), ...(await filesIn('typescript')), ...(await filesIn('javascript'))]
  const files = found.flatMap(({ path, text }) => {
    const target = targetOf(path, choices)
    return target === undefined ? [] : [{ path: target, text: adapt(fill(text), target) }]
  })
  const ending = choices.language === 'typescript' ? 'ts' : 'js'
  return [
    { path: 'package.json', text: `${JSON.stringify(manifest(choices, coreRange()), null, 2)}\n` },
    { path: `src/index.${ending}`, text: indexFile(choices) },
    ...files,
  ].sort((a, b) => (a.path < b.path ? -1 : 1))
}

async function filesIn(folder: string): Promise<readonly PlannedFile[]> {
  const entries = await readdir(join(templates, folder), { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return Promise.all(
    files.map(async file => ({
      path: `${folder}/${relative(join(templates, folder), file).replaceAll(sep, '/')}`,
      text: await readFile(file, 'utf8'),
    })),
  )
}

/** Where a template goes; undefined when these choices have no use for it. */
function targetOf(template: string, { language, kinds: chosen }: Choices): string | undefined {
  const [, from = '', path = ''] = /^(\w+)\/(.*)$/.exec(template) ?? []
  const [, kind] = /^(?:src|test)\/(\w+)\./.exec(path) ?? []
  if (kinds.some(known => known === kind && !chosen.includes(known))) return undefined
  // The tests of both languages are the same.
  const isShared = from === 'base' || path.startsWith('test/')
  if (!isShared && from !== language) return undefined
  const real = realNames[path] ?? path.replace(/^_/, '')
  return from === 'typescript' && language === 'javascript' ? real.replace(/\.ts$/, '.js') : real
}

function adapt(text: string, path: string): string {
  return path.endsWith('.js') ? text.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'") : text
}
