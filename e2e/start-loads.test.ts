import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { createRig, type Running } from './rig/run-proxym.ts'

const tell = `import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
const loaded = []
registerHooks({
  load(url, context, next) {
    loaded.push(url)
    return next(url, context)
  },
})
process.on('exit', () => writeFileSync(process.env.LOADED, JSON.stringify([...loaded, ...process.moduleLoadList])))
`
const plugins = [['marathon', { servers: ['http://127.0.0.1:1'] }], 'stdout']
// The last one is Node's own, which a mere `import` of node:http would load.
const late = ['/hono/dist/hono', '/@hono/node-server/', '/prom-client/', 'NativeModule internal/deps/undici/undici']

test('a start loads no YAML for JSON, and what answers requests with the first of them', async () => {
  await using rig = await createRig({ 'proxym.config.json': JSON.stringify({ plugins }), 'tell.mjs': tell })
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(rig.path('tell.mjs')).href}`, LOADED: rig.path('loaded') }
  const loadedBy = async (work: (proxym: Running) => Promise<unknown>): Promise<readonly string[]> => {
    const proxym = rig.start([], env)
    await work(proxym)
    proxym.kill('SIGTERM')
    expect(await proxym.finished).toMatchObject({ code: 0 })
    const loaded: readonly string[] = JSON.parse(await readFile(rig.path('loaded'), 'utf8'))
    return [...late, '/yaml/'].filter(name => loaded.some(module => module.includes(name)))
  }
  expect(await loadedBy(proxym => proxym.until('marathon'))).toEqual([])
  const ask = async (proxym: Running) => (await fetch(`${await proxym.url()}/metrics`)).text()
  expect(await loadedBy(ask)).toEqual(late)
})
