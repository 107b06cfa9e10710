// A configuration for processes that are killed: one source, one file from a function, and the commands of the rig.
import { once } from 'node:events'
import { defineConfig, type Plugin } from '@proxym/core'
import type { VictimSettings } from './victim.ts'
import { textOf } from './victim-text.ts'

const { version, listener, options, waitAt }: VictimSettings = JSON.parse(process.env['VICTIM'] ?? '')

async function wait(place: VictimSettings['waitAt']): Promise<void> {
  if (place !== waitAt) return
  process.stdout.write('waiting\n')
  await once(process.stdin, 'data')
  process.stdin.destroy()
}

const source: Plugin = {
  name: 'source',
  apply(proxym) {
    proxym.hooks.generateServices.tapPromise('service', async services => {
      await wait('source')
      services.add({ id: version })
    })
  },
}

await wait('configuration')

const output = { ...options, templatePath: () => textOf(version, listener), syntax: 'none' as const, reloadGapMs: 0 }
// biome-ignore lint/style/noDefaultExport: proxym reads it.
export default defineConfig({ listen: '127.0.0.1:0', plugins: [source, ['haproxy', output]] })
