import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import type { LockOptions } from '../../src/state/acquire-lock.ts'

const source = new URL('../../src/state/acquire-lock.ts', import.meta.url).href

/** Another process that takes a lock and keeps it; `child` names a process of its own that outlives it. */
export async function holdElsewhere(target: string, options: LockOptions = {}) {
  const script = `
    import { spawn } from 'node:child_process'
    import { acquireLock } from ${JSON.stringify(source)}
    const said = await acquireLock(${JSON.stringify(target)}, ${JSON.stringify(options)}).then(() => 'held', error => error.problems[0].code)
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore', detached: true })
    process.send({ said, child: child.pid })
    setTimeout(() => {}, 60_000)
  `
  const args = ['--input-type=module', '-e', script]
  const holder: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const exited = once(holder, 'exit')
  const [{ said, child }] = (await once(holder, 'message')) as [{ said: string; child: number }]
  onTestFinished(() => {
    holder.kill('SIGKILL')
    process.kill(child, 'SIGKILL')
  })
  const kill = async (): Promise<void> => {
    holder.kill('SIGKILL')
    await exited
  }
  return { said, kill }
}
