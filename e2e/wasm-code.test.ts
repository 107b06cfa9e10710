import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createRig } from './rig/run-proxym.ts'

// Of each flag of V8 that is set, and of each WebAssembly that is compiled.
const tell = `import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import v8 from 'node:v8'
const note = text => appendFileSync(process.env.TOLD, text + '\\n')
const { setFlagsFromString } = v8
v8.setFlagsFromString = flag => {
  note(flag)
  setFlagsFromString(flag)
}
syncBuiltinESMExports()
WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct(target, args) {
    note('WebAssembly')
    return new target(...args)
  },
})
`
const config = { plugins: [['marathon', { servers: ['http://127.0.0.1:1'] }], 'stdout'] }

test('code of WebAssembly is kept before there is any: Node 24 may fall when it is collected', async () => {
  const rig = await createRig({ 'proxym.config.json': JSON.stringify(config), 'tell.mjs': tell })
  onTestFinished(() => rig[Symbol.asyncDispose]())
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(rig.path('tell.mjs')).href}`, TOLD: rig.path('told') }
  const proxym = rig.start([], env)
  await proxym.until('Listening')
  const told = (await readFile(rig.path('told'), 'utf8')).split('\n')
  expect(told[0]).toBe('--no-wasm-code-gc')
})
