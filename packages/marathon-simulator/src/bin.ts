#!/usr/bin/env node
import { main } from './main.ts'

// A reader that went away (`| head -1`) is no reason to fall.
process.stdout.on('error', () => {})

const simulator = await main(
  process.argv.slice(2),
  { out: text => process.stdout.write(text), err: text => process.stderr.write(text) },
  code => {
    process.exitCode = code
  },
)

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void simulator?.close().then(() => process.exit(0)))
