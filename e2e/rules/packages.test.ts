import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesLike, root, textOf, trackedFiles } from './tracked-files.ts'

interface Manifest {
  readonly name: string
  readonly description?: string
  readonly license?: string
  readonly type?: string
  readonly engines?: { readonly node?: string }
  readonly exports?: Readonly<Record<string, string | { readonly types?: string; readonly default?: string }>>
  readonly files?: readonly string[]
  readonly publishConfig?: { readonly access?: string; readonly provenance?: boolean }
  readonly keywords?: readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

const folders = filesLike(/^packages\/[^/]+\/package\.json$/).map(path => path.replace('/package.json', ''))
const manifestOf = (folder: string): Manifest => JSON.parse(textOf(`${folder}/package.json`))

test('there are packages to look at', () => {
  expect(folders).toContain('packages/core')
})

describe.each(folders)('%s', folder => {
  const manifest = manifestOf(folder)
  const nameOfFolder = folder.replace('packages/', '')

  test('is named after its folder', () => {
    expect([nameOfFolder, `@proxym/${nameOfFolder}`]).toContain(manifest.name)
  })

  test.each(['README.md', 'LICENSE'])('has a %s', file => {
    expect(trackedFiles).toContain(`${folder}/${file}`)
  })

  test('carries the licence of the repository', () => {
    expect(textOf(`${folder}/LICENSE`)).toBe(textOf('LICENSE'))
  })

  test('says what it is and what it needs', () => {
    expect(manifest).toMatchObject({
      description: expect.stringMatching(/\.$/),
      license: 'MIT',
      type: 'module',
      engines: { node: '>=22.22' },
      publishConfig: { access: 'public', provenance: true },
    })
  })

  test('publishes what it was built from and to, and types for each entry', () => {
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', 'src', '!dist/**/*.tsbuildinfo']))
    const entries = Object.entries(manifest.exports ?? {}).filter(([entry]) => !entry.endsWith('.json'))
    expect(entries.map(([entry]) => entry)).toContain('.')
    for (const [, target] of entries) {
      expect(target).toEqual({
        types: expect.stringMatching(/^\.\/dist\/.*\.d\.ts$/),
        default: expect.stringMatching(/^\.\/dist\/.*\.js$/),
      })
    }
  })

  test('takes versions from the catalog, and other packages from the workspace', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })
    const ours = folders.map(other => manifestOf(other).name)
    for (const [name, version] of versions)
      expect(`${name} ${version}`).toBe(`${name} ${ours.includes(name) ? 'workspace:^' : 'catalog:'}`)
  })

  test('is built to a few files, which import nothing but them, Node and its dependencies', () => {
    const built = globSync('dist/**/*.js', { cwd: join(root, folder) })
    const sources = filesLike(new RegExp(`^${folder}/src/.*\\.ts$`))
    expect(built.length).toBeGreaterThan(0)
    // Entries, and what only some commands need. One file for each source means that nobody has bundled.
    expect(built.length).toBeLessThanOrEqual(Math.max(3, sources.length / 2))
    const allowed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
    for (const file of built) {
      const text = readFileSync(join(root, folder, file), 'utf8')
      const imported = [...text.matchAll(/^(?:import|export) [^;]*?(?:from )?"([^"]+)";$/gm)].map(([, name = '']) => name)
      const foreign = imported.filter(name => !name.startsWith('.') && !isBuiltin(name))
      for (const name of foreign)
        expect(
          allowed.some(known => name === known || name.startsWith(`${known}/`)),
          `${file} imports ${name}`,
        ).toBe(true)
    }
  })

  test.each(['tsconfig.json', 'tsconfig.tests.json'])('is built by %s', file => {
    const { references } = JSON.parse(textOf(file)) as { references: readonly { path: string }[] }
    expect(references.map(reference => reference.path)).toContain(folder)
  })
})

describe.each(folders.filter(folder => folder.startsWith('packages/plugin-')))('%s, a plugin', folder => {
  test('leaves the choice of core to whoever installs it, so that there is one copy of it', () => {
    const { dependencies, peerDependencies, keywords } = manifestOf(folder)
    expect(peerDependencies).toEqual({ '@proxym/core': 'workspace:^' })
    expect(dependencies ?? {}).not.toHaveProperty('@proxym/core')
    expect(keywords).toContain('proxym-plugin')
  })

  test('keeps the rules of the plugin contract in a test of its own', () => {
    const [contract = ''] = filesLike(new RegExp(`^${folder}/test/(.*/)?contract\\.test\\.ts$`))
    expect(textOf(contract)).toContain('describePlugin(')
  })

  test('has a README that shows the hooks in a table, and has the sections that every plugin has', () => {
    const readme = textOf(`${folder}/README.md`)
    expect(readme).toMatch(/^\| *hook/im)
    expect(readme.match(/^## .*/gm)).toEqual(expect.arrayContaining(['## Install', '## Usage', '## Options', '## Limits']))
  })
})
