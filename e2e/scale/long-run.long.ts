import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

test('3,000 changes of 1,000 services leave nothing behind: no memory, no file', async () => {
  // A process of its own: only there is the memory that of proxym.
  const args = ['--expose-gc', 'bench/long-run.ts', '--changes', '3000']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = (await text(child.stdout)).trim().split('\n')
  const { growth } = JSON.parse(lines.at(-1) ?? '{}')
  // A reload command that has just ended may still have its pipes open; one file for each change would be thousands.
  expect(growth.files, lines.join('\n')).toBeLessThan(5)
  expect(growth.heapMiB, lines.join('\n')).toBeLessThan(5)
}, 300_000)
