import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { API, type Checker, type Project, SymbolFlags, type Symbol as TsSymbol } from 'typescript/unstable/sync'
import { declarationText } from './declaration-text.ts'

/** Something that a package exports. */
export interface Export {
  readonly name: string
  /** The sentences of its doc comment; empty without one. */
  readonly description: string
  /** `@throws` and the like, in their order. */
  readonly tags: readonly { readonly name: string; readonly text: string }[]
  /** Its declaration, without what stands inside of functions. */
  readonly code: string
}

/** One way into a package: `@proxym/core`, `@proxym/core/testing`. */
export interface Entry {
  readonly specifier: string
  readonly exports: readonly Export[]
}

/** A package and what its entries export. */
export interface PackageExports {
  /** The folder in `packages`. */
  readonly folder: string
  readonly name: string
  readonly description: string
  readonly entries: readonly Entry[]
}

interface Manifest {
  readonly name: string
  readonly description: string
  readonly exports?: Readonly<Record<string, string | { readonly types?: string }>>
}

/** What every package exports, read from its sources. */
export function readExports(root: string): readonly PackageExports[] {
  const folders = readdirSync(join(root, 'packages')).filter(folder =>
    existsSync(join(root, 'packages', folder, 'tsconfig.json')),
  )
  const api = new API({ cwd: root })
  try {
    const configs = folders.map(folder => join(root, 'packages', folder, 'tsconfig.json'))
    const snapshot = api.updateSnapshot({ openProjects: configs })
    return folders.map((folder, index) => {
      const project = snapshot.getProject(configs[index] ?? '')
      if (project === undefined) throw new Error(`\`packages/${folder}/tsconfig.json\` is no project`)
      return readPackage(join(root, 'packages', folder), folder, project)
    })
  } finally {
    api.close()
  }
}

function readPackage(path: string, folder: string, project: Project): PackageExports {
  const { name, description, exports = {} }: Manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  const entries = Object.entries(exports).flatMap(([entry, target]) => {
    if (typeof target === 'string' || target.types === undefined) return []
    const source = join(path, target.types.replace('./dist/', 'src/').replace('.d.ts', '.ts'))
    return [{ specifier: name + entry.slice(1), exports: readEntry(source, project) }]
  })
  return { folder, name, description, entries }
}

function readEntry(path: string, project: Project): readonly Export[] {
  const { checker, program } = project
  const file = program.getSourceFile(path)
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file)
  // A file that exports nothing is no module, and has no symbol.
  if (module === undefined) return []
  return checker
    .getExportsOfModule(module)
    .map(symbol => readExport(symbol, checker, project))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'))
}

function readExport(symbol: TsSymbol, checker: Checker, project: Project): Export {
  const target = (symbol.flags & SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol)
  const tags = target.getJsDocTags(checker).map(({ name, text }) => ({ name, text: text?.trim() ?? '' }))
  return {
    name: symbol.name,
    description: target.getDocumentationComment(checker).trim(),
    tags,
    code: declarationText(symbol.name, target, project),
  }
}
