import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createRig } from './rig/run-proxym.ts'
import { waitFor } from './rig/wait-for.ts'

// Of each module as it is loaded, and when it is asked of what Node has loaded of its own.
const tell = `import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
const note = text => appendFileSync(process.env.LOADED, text + '\\n')
registerHooks({
  load(url, context, next) {
    note(url)
    return next(url, context)
  },
})
process.on('SIGWINCH', () => note([...process.moduleLoadList, 'that is all'].join('\\n')))
`
const late = ['/hono/dist/hono', '/@hono/node-server/', '/prom-client/']
// What a mere `import` of node:http would load.
const own = 'NativeModule internal/deps/undici/undici'

/** proxym with one Marathon, for which the first cycle waits as long as it takes. */
async function start(server: string) {
  const config = { patienceMs: 60_000, plugins: [['marathon', { servers: [server] }], 'stdout'] }
  const rig = await createRig({ 'proxym.config.json': JSON.stringify(config), 'tell.mjs': tell })
  onTestFinished(() => rig[Symbol.asyncDispose]())
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(rig.path('tell.mjs')).href}`, LOADED: rig.path('loaded') }
  const proxym = rig.start([], env)
  const loaded = async (names: readonly string[]) => {
    const text = await readFile(rig.path('loaded'), 'utf8').catch(() => '')
    return names.filter(name => text.includes(name))
  }
  return { proxym, loaded }
}

async function silentServer(): Promise<string> {
  const asked = createServer(() => {})
  await once(asked.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void asked.close())
  return `http://127.0.0.1:${(asked.address() as AddressInfo).port}`
}

test('a start loads no YAML for JSON, and not yet what answers requests', async () => {
  const { proxym, loaded } = await start(await silentServer())
  await proxym.until('Listening')
  proxym.kill('SIGWINCH')
  await waitFor('what Node has loaded', async () => (await loaded(['that is all'])).length === 1)
  expect(await loaded([...late, own, '/yaml/'])).toEqual([])
})

test('a request during the start is answered', async () => {
  const { proxym, loaded } = await start(await silentServer())
  expect(await (await fetch(`${await proxym.url()}/livez`)).text()).toBe('ok')
  expect(await loaded(late)).toEqual(late.slice(0, 2))
  expect(await (await fetch(`${await proxym.url()}/metrics`)).text()).toContain('proxym_cycles_total')
  expect(await loaded(late)).toEqual(late)
})

test('when the start is over all is loaded, before an upgrade takes the files away', async () => {
  const { proxym, loaded } = await start('http://127.0.0.1:1')
  await waitFor('what answers', async () => (await loaded(late)).length === late.length, { report: proxym.output })
})
