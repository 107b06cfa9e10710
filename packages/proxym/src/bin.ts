#!/usr/bin/env node
// First of all: without a listener Node opens its inspector on SIGUSR1. A static import would run before it.
process.on('SIGUSR1', () => {})

const { start } = await import('@proxym/cli/start')
await start(new URL('../', import.meta.url))
