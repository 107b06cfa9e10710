import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { main } from '../src/main.ts'
import { read } from './rig/ask.ts'

async function run(...argv: string[]) {
  let out = ''
  let err = ''
  let code: number | undefined
  const io = { out: (text: string) => (out += text), err: (text: string) => (err += text) }
  const simulator = await main(argv, io, given => (code = given))
  onTestFinished(async () => simulator?.close())
  return { simulator, out, err, code }
}

test('starts what it was asked for, and says where it is', async () => {
  const { simulator, out, code } = await run(
    '--version-of',
    '1.4',
    '--port',
    '0',
    '--instances',
    '2',
    '--apps',
    '4',
    '--tasks',
    '3',
  )
  expect(code).toBeUndefined()
  expect(out).toMatch(/^Marathon 1\.4\.13, simulated, with 4 apps:\n {2}http:\/\/127\.0\.0\.1:\d+ {2}\(leader\)\n {2}http:/)
  const { apps } = await read(`${simulator?.url}/v2/apps`)
  expect([apps.length, apps[0].instances]).toEqual([4, 3])
})

test('--help names every option', async () => {
  const { out, code, simulator } = await run('--help')
  expect([code, simulator]).toEqual([0, undefined])
  expect(out.match(/--[a-z-]+/g)).toEqual(
    expect.arrayContaining(['--version-of', '--port', '--host', '--instances', '--apps', '--tasks', '--seed', '--shuffle']),
  )
})

test.each([
  [['--version-of', '3'], '`version` must be a Marathon version'],
  [['--port', 'http'], '`--port` must be a number from 0 to 65535, got "http"'],
  [['--colour'], "Unknown option '--colour'"],
  [['--host', '192.0.2.1', '--port', '0'], 'the simulator did not start: '],
])('%j is an error with the next thing to do', async (argv, message) => {
  const { err, code } = await run(...argv)
  expect([code, err]).toEqual([78, expect.stringContaining(message)])
})

test('the command ends on SIGTERM', async () => {
  const bin = fileURLToPath(new URL('../src/bin.ts', import.meta.url))
  const child = spawn(process.execPath, [bin, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  for await (const chunk of child.stdout) {
    out += chunk
    if (out.includes('/simulator\n')) break
  }
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
})
