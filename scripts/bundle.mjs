import { glob, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { root } from './environment.mjs'

// Each package becomes a file or two: a start reads, resolves and compiles hundreds of modules less, and two threads hold them less.
// What a package depends on stays outside, where its fixes and `npm audit` find it.

// What ends so is not published.
const stampName = join('dist', 'bundle.tsbuildinfo')
for await (const manifest of glob('packages/*/package.json', { cwd: root })) {
  const folder = join(root, manifest, '..')
  if (!(await isNewer(folder))) await bundle(folder)
}

/** @param {string} folder of a package */
async function bundle(folder) {
  for await (const old of glob('dist/**/*.js{,.map}', { cwd: folder })) await rm(join(folder, old))
  const names = await entriesOf(folder)
  const made = await rolldown({
    cwd: folder,
    platform: 'node',
    input: Object.fromEntries(names.map(name => [name, join('src', `${name}.ts`)])),
    // The helpers of what is compiled belong to the package.
    external: id => !/^([./]|@oxc-project\/runtime\/)/.test(id),
    transform: { target: 'es2024' },
    onLog: (_level, { message }) => {
      throw new Error(`${folder}: ${message}`)
    },
  })
  await made.write({
    dir: join(folder, 'dist'),
    format: 'esm',
    sourcemap: true,
    sourcemapExcludeSources: true,
    chunkFileNames: '[name]-[hash].js',
  })
  await made.close()
  await writeFile(join(folder, stampName), '')
}

/** What can be imported or started, and threads: `dist/testing.js` comes from `src/testing.ts`. @param {string} folder */
async function entriesOf(folder) {
  const { exports: exported = {}, bin = {} } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const targets = [...Object.values(exported).map(value => value.default ?? value), ...Object.values(bin)]
  const names = targets.flatMap(target => /^\.\/dist\/(.*)\.js$/.exec(target)?.[1] ?? [])
  for await (const file of glob('src/**/worker.ts', { cwd: folder })) names.push(file.slice('src/'.length, -'.ts'.length))
  return names
}

/** Whether the package has been bundled since something of it was changed. @param {string} folder */
async function isNewer(folder) {
  const stamp = await timeOf(join(folder, stampName))
  if (stamp === undefined || stamp < ((await timeOf(import.meta.filename)) ?? 0)) return false
  for await (const file of glob(['src/**', 'package.json'], { cwd: folder }))
    if (((await timeOf(join(folder, file))) ?? Number.POSITIVE_INFINITY) >= stamp) return false
  return true
}

/** @param {string} path */
async function timeOf(path) {
  const found = await stat(path).catch(() => undefined)
  return found?.mtimeMs
}
