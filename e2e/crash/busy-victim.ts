// A program: an instance of plugin-haproxy whose services change all the time, until it is killed. It prints `waiting`, and at `go`
// makes the first version live and prints `settled`; at `busy` the changes begin.
import { createInterface } from 'node:readline'
import { createTestProxym } from '@proxym/core/testing'
import haproxy from '@proxym/plugin-haproxy'
import type { VictimSettings } from './victim.ts'
import { textOf } from './victim-text.ts'

const { version, first = `${version}-0`, listener, options }: VictimSettings = JSON.parse(process.env['VICTIM'] ?? '')
let turn = 0
const now = () => (turn === 0 ? first : `${version}-${turn}`)

const source = {
  name: 'source',
  apply(proxym: Parameters<ReturnType<typeof haproxy>['apply']>[0]) {
    proxym.hooks.generateServices.tap('service', services => services.add({ id: now() }))
  },
}
const output = haproxy({ ...options, templatePath: () => textOf(now(), listener), syntax: 'none', reloadGapMs: 0 })
const proxym = createTestProxym([source, output], { configDir: process.cwd(), debounceMs: 1, maxWaitMs: 1, resyncMs: 3_600_000 })

async function settle(): Promise<void> {
  const { problems } = await proxym.refresh()
  process.stdout.write(problems.length === 0 ? 'settled\n' : `${problems[0]?.message}\n`)
}

async function change(): Promise<void> {
  for (;;) {
    turn++
    await proxym.refresh()
  }
}

const actions = { go: settle, busy: change }
createInterface({ input: process.stdin }).on('line', line => {
  if (line === 'go' || line === 'busy') void actions[line]()
})
process.stdout.write('waiting\n')
