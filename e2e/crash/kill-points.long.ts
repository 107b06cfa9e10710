import { chown } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { enumerateKills } from './enumerate-kills.ts'
import { realHaproxy, standIn } from './proxies.ts'
import { type Aim, runTraced } from './run-traced.ts'
import { canTrace } from './tracer.ts'
import { testWithoutKernel } from './without-kernel.ts'

// The thread that reads and writes files, the state folder included. Left out: memory, and waiting for work.
const files: Aim = { thread: 'libuv-worker', waitAt: 'configuration' }
const fileCalls = '!futex,mmap,munmap,mprotect,madvise,brk,rt_sigprocmask,sched_yield'
// The thread that starts the check and the reload command, and hears how they ended.
const commands: Aim = { thread: 'MainThread', waitAt: 'source' }
const commandCalls = 'socketpair,pipe2,clone,clone3,vfork,close,shutdown,wait4,kill,write,exit_group'

/** A target of another owner, where the user may make one. */
async function othersFile() {
  const stage = await standIn()
  expect(await stage.run('v')).toBe(0)
  if (process.getuid?.() === 0) await chown(stage.target, 65_534, 65_534)
  return stage
}

test.runIf(canTrace()).each([
  ['a file takes the place of another', { aim: files, calls: fileCalls, openStage: othersFile }, 60],
  ['the first file', { aim: files, calls: fileCalls, openStage: standIn, isFirstWrite: true }, 60],
  ['commands', { aim: commands, calls: commandCalls, openStage: standIn }, 30],
  [
    'real HAProxy, every fifth call of a kind',
    { aim: files, calls: fileCalls, openStage: () => realHaproxy('v'), stride: 5 },
    15,
  ],
] as const)('SIGKILL at every system call: %s', { timeout: 1_800_000 }, async (what, plan, least) => {
  const started = performance.now()
  const kills = await enumerateKills(plan)
  process.stdout.write(
    `SIGKILL, ${what}: ${JSON.stringify({ ...kills, seconds: Math.round((performance.now() - started) / 1000) })}\n`,
  )
  expect(kills.points).toBeGreaterThanOrEqual(least)
  // The target, the last loaded text, and two files of state: what the source said, and the services that were loaded.
  const [renames, modes] = [4, 2].map(calls => Math.ceil(calls / ('stride' in plan ? plan.stride : 1)))
  if (plan.aim === files) expect(kills.calls).toMatchObject({ rename: renames, fchmod: modes })
})

test.runIf(canTrace())(
  'before the new file takes its place it is synced, and its folder after that: a power cut finds one of the two',
  async () => {
    const stage = await standIn()
    const { log } = await runTraced(stage, files, 'v1', ['trace=fsync,rename'])
    const calls = log.filter(line => line.includes('/etc')).map(line => line.replace(/^(\w+)\(.*?(\.proxym-|\/etc>).*$/, '$1 $2'))
    expect(calls).toEqual(['fsync .proxym-', 'rename .proxym-', 'fsync /etc>'])
  },
)

testWithoutKernel('ptrace', !canTrace())
