import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type CommandOptions, runCommand } from '../../src/command/run-command.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { processLives } from './process-lives.ts'

let folder = ''
beforeEach(async () => {
  folder = await tempFolder()
})
const pids: number[] = []
afterEach(() => {
  for (const pid of pids.splice(0)) if (processLives(pid)) process.kill(pid, 'SIGKILL')
})

const run = (command: string, options: Partial<CommandOptions> = {}) =>
  runCommand(command, {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin' },
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    ...options,
  })

async function pidOf(name: string): Promise<number> {
  const pid = Number(
    await vi.waitFor(async () => {
      const text = await readFile(join(folder, name), 'utf8')
      if (!text.endsWith('\n')) throw new Error('not yet written')
      return text
    }),
  )
  pids.push(pid)
  return pid
}

test.each([
  ['echo out; echo err >&2', { kind: 'exit', code: 0 }],
  ['exit 2', { kind: 'exit', code: 2 }],
  ['/no/such/program', { kind: 'exit', code: 127 }],
  ['kill -SEGV $$', { kind: 'signal', signal: 'SIGSEGV' }],
])('tells exactly how %s ended', async (command, end) => {
  expect((await run(command)).end).toEqual(end)
})

test('gives both streams, an empty input, the folder and only the given environment', async () => {
  const { output } = await run('cat; pwd; echo "[$SECRET]" >&2', { env: { PATH: '/usr/bin:/bin', SECRET: '' } })
  expect(output).toContain(folder)
  expect(output).toContain('[]')
})

test('keeps the end of a flood and stops it', async () => {
  const { end, output } = await run('yes; true', { timeoutMs: 300 })
  expect(end).toEqual({ kind: 'timeout', timeoutMs: 300 })
  expect(output).toHaveLength(65_536)
})

test('kills a command that ignores TERM and its children that do as well', async () => {
  const started = performance.now()
  const command = `trap '' TERM; (trap '' TERM; echo $BASHPID > child; while :; do sleep 1; done) & while :; do sleep 1; done`
  const result = run(command, { timeoutMs: 300, graceMs: 300 })
  const child = await pidOf('child')
  expect((await result).end.kind).toBe('timeout')
  expect(performance.now() - started).toBeLessThan(2500)
  await vi.waitFor(() => expect(processLives(child)).toBe(false))
})

test('resolves although a grandchild holds the pipe, and leaves no orphan of a check', async () => {
  const started = performance.now()
  const { end, output } = await run('sleep 30 & echo $! > child; echo done')
  expect(end).toEqual({ kind: 'exit', code: 0 })
  expect(output).toBe('done\n')
  expect(performance.now() - started).toBeLessThan(2000)
  const child = await pidOf('child')
  await vi.waitFor(() => expect(processLives(child)).toBe(false))
})

test('lets a daemon live that a reload command started, also when it goes on writing', async () => {
  const loop = '(while :; do echo tick; sleep 0.05; echo >> ticks; done) & echo $! > child'
  expect((await run(loop, { mayLeaveDaemons: true })).end).toEqual({ kind: 'exit', code: 0 })
  const child = await pidOf('child')
  const ticks = async () => (await readFile(join(folder, 'ticks'), 'utf8')).length
  const before = await vi.waitFor(ticks)
  await vi.waitFor(async () => expect(await ticks()).toBeGreaterThan(before + 3), 3000)
  expect(processLives(child)).toBe(true)
})

test('stops the group when the signal aborts', async () => {
  const stop = new AbortController()
  const result = run('echo $$ > child; sleep 30; true', { signal: stop.signal })
  const child = await pidOf('child')
  stop.abort()
  expect((await result).end).toEqual({ kind: 'aborted' })
  await vi.waitFor(() => expect(processLives(child)).toBe(false))
  expect((await run('echo never', { signal: stop.signal })).output).toBe('')
})

test('says that a command could not be started', async () => {
  expect((await run('true', { cwd: '/no/such/folder' })).end.kind).toBe('not started')
})
