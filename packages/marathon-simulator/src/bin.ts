#!/usr/bin/env node
import { main } from './main.ts'

// A reader that went away (`| head -1`) is no reason to fall.
process.stdout.on('error', () => {})

const io = { out: (text: string) => process.stdout.write(text), err: (text: string) => process.stderr.write(text) }
const starting = main(process.argv.slice(2), io, code => {
  process.exitCode = code
})

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    await (await starting)?.close()
    process.exit()
  })
