import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { create } from '../src/index.ts'

const readme = readFile(new URL('../README.md', import.meta.url), 'utf8')

/** The command in an empty folder, with nobody who answers questions. */
async function terminal() {
  const cwd = await mkdtemp(join(tmpdir(), 'create-plugin-'))
  onTestFinished(() => rm(cwd, { recursive: true, force: true }))
  const said = { out: '', err: '' }
  const run = (...args: readonly string[]) =>
    create(args, {
      cwd,
      isInteractive: false,
      out: text => {
        said.out += text
      },
      err: text => {
        said.err += text
      },
    })
  return { cwd, said, run, read: (path: string) => readFile(join(cwd, path), 'utf8') }
}

test('writes what the README says', async () => {
  const { run, said } = await terminal()
  expect(await run('acme-dns', '--kind', 'generator')).toBe(0)
  expect(said.out).toBe(/```text\n(.*?)```/s.exec(await readme)?.[1])
})

test('the package names itself, its kinds and core as a peer, and leaves no placeholder', async () => {
  const { cwd, run, read } = await terminal()
  expect(await run('@acme/dns', '-k', 'annotator,source', '-f', 'here')).toBe(0)
  const core = JSON.parse(await readFile(new URL('../../core/package.json', import.meta.url), 'utf8')) as { version: string }
  const range = `^${core.version}`
  expect(JSON.parse(await read('here/package.json'))).toMatchObject({
    name: '@acme/proxym-plugin-dns',
    keywords: ['proxym', 'proxym-plugin'],
    license: 'MIT',
    peerDependencies: { '@proxym/core': range },
    devDependencies: { '@proxym/core': range },
  })
  expect(await read('here/src/index.ts')).toContain("name: 'dns',\n  source: 'Dns',")
  expect(await read('here/LICENSE')).toContain(`(c) ${new Date().getFullYear()} the authors of @acme/proxym-plugin-dns`)
  expect((await readdir(join(cwd, 'here/src'))).sort()).toEqual(['annotator.ts', 'index.ts', 'source.ts'])
  for (const entry of await readdir(join(cwd, 'here'), { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) expect(await readFile(join(entry.parentPath, entry.name), 'utf8'), entry.name).not.toMatch(/(?<!\$)\{\{/)
  }
})

test('in JavaScript there is no build, and no file of TypeScript', async () => {
  const { cwd, run, read } = await terminal()
  expect(await run('acme', '--kind', 'source', '--kind', 'generator', '--javascript')).toBe(0)
  const files = await readdir(join(cwd, 'proxym-plugin-acme'), { recursive: true })
  expect(files.filter(name => name.includes('.ts') || name.startsWith('tsconfig'))).toEqual([])
  expect(JSON.parse(await read('proxym-plugin-acme/package.json')).scripts.test).toBe('npm run lint && vitest run')
  expect(await read('proxym-plugin-acme/test/contract.test.js')).toContain("from '../src/index.js'")
})

test.each([
  ['no name', ['--kind', 'source'], 'A name is missing'],
  ['a name that npm refuses', ['Acme DNS', '--kind', 'source'], '`Acme DNS` cannot be the name of a package'],
  ['a name without a word of its own', ['proxym-plugin-', '--kind', 'source'], 'cannot be the name of a package'],
  ['no kind', ['acme'], '`--kind` is missing. Kinds: source, notifier, annotator, generator'],
  ['an unknown kind', ['acme', '--kind', 'source,sink'], '`--kind sink`: there is no such kind'],
  ['an unknown language', ['acme', '--kind', 'source', '-l', 'rust'], '`--language rust`: there is no such language'],
  ['an unknown option', ['acme', '--knd', 'source'], "Unknown option '--knd'"],
  ['two names', ['acme', 'other', '--kind', 'source'], 'One name is enough, got `acme`, `other`'],
])('%s is a mistake in one line, and nothing is written', async (_, args, message) => {
  const { cwd, run, said } = await terminal()
  expect(await run(...args)).toBe(1)
  expect(said.err).toContain(message)
  expect(said.err.trim().split('\n')).toHaveLength(1)
  expect(await readdir(cwd)).toEqual([])
})

test('what is there stays: only an empty folder, or one with a repository, is written to', async () => {
  const { cwd, run, said, read } = await terminal()
  await mkdir(join(cwd, 'full'))
  await writeFile(join(cwd, 'full/notes.txt'), 'mine')
  expect(await run('acme', '-k', 'source', '-f', 'full')).toBe(1)
  expect(said.err).toContain('`full` exists and is not empty. Nothing was written')
  expect(await readdir(join(cwd, 'full'))).toEqual(['notes.txt'])
  await writeFile(join(cwd, 'file'), 'mine')
  expect(await run('acme', '-k', 'source', '-f', 'file')).toBe(1)
  expect(said.err).toContain('`file` is a file')
  await mkdir(join(cwd, 'fresh/.git'), { recursive: true })
  expect(await run('acme', '-k', 'source', '-f', 'fresh')).toBe(0)
  expect(await read('fresh/package.json')).toContain('proxym-plugin-acme')
})

test('--help names every option of the README', async () => {
  const { run, said } = await terminal()
  expect(await run('--help')).toBe(0)
  const options = [...(await readme).matchAll(/^\| .*?`(--\w+)` \|/gm)].map(([, option = '']) => option)
  expect(options).toEqual(['--kind', '--language', '--javascript', '--folder'])
  for (const option of options) expect(said.out).toContain(option)
})
