#!/usr/bin/env node
// First of all: without a listener Node opens its inspector on SIGUSR1. A static import would run before it.
process.on('SIGUSR1', () => {})

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(`error: proxym needs Node 22.22 or newer, this is ${process.versions.node} (${process.execPath})\n`)
  process.exit(78)
}

const { start } = await import('./start.ts')
await start()
