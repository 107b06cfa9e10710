#!/usr/bin/env node
import { create } from './create.ts'

process.exitCode = await create(process.argv.slice(2), {
  cwd: process.cwd(),
  isInteractive: process.stdin.isTTY === true && process.stdout.isTTY === true,
  out: text => void process.stdout.write(text),
  err: text => void process.stderr.write(text),
})
