import { expect, test } from 'vitest'
import { createCallQueue } from './call-queue.ts'
import { standIn } from './proxies.ts'
import { type Aim, runTraced } from './run-traced.ts'
import { canTrace } from './tracer.ts'
import { testWithoutKernel } from './without-kernel.ts'

const files: Aim = { thread: 'libuv-worker', waitAt: 'source' }
const calls = ['write', 'fsync', 'rename', 'close', 'fchmod'] as const

test.runIf(canTrace())(
  'EIO from every write, fsync, rename and close: the target stays whole, nothing is left, and the next run succeeds',
  async () => {
    const stage = await standIn()
    expect(await stage.run('v')).toBe(0)
    const clean = await stage.names()
    const hit: Record<string, number> = {}
    // Beside the target; what fails in the state folder is a warning.
    const staged = `${stage.folder}/etc/.`
    const queue = createCallQueue(calls)
    for (let next = queue.take(); next !== undefined; next = queue.take()) {
      const { name, count } = next
      const old = await stage.onDisk()
      const version = `${name}-${count}`
      const { log, end } = await runTraced(stage, files, version, [`trace=${name}`, `inject=${name}:error=EIO:when=${count}`])
      const failed = log.find(line => line.includes('(INJECTED)'))
      if (failed === undefined) queue.end(name)
      const point = `${failed ?? 'no fault'}, ended with ${end}`
      expect([old, version], point).toContain(await stage.onDisk())
      // A write that only wakes another thread of Node ends the process when it fails: that is one more crash.
      const isOurs = failed === undefined || failed.includes(staged)
      if (typeof end === 'number') expect(await stage.names(), point).toEqual(clean)
      if (isOurs) expect(end, point).toBe(failed === undefined ? 0 : 1)
      if (isOurs && failed !== undefined) {
        expect(await stage.onDisk(), point).toBe(old)
        hit[name] = (hit[name] ?? 0) + 1
      }
      const healed = `${version}-healed`
      expect(await stage.run(healed), point).toBe(0)
      expect([await stage.onDisk(), await stage.loaded()], point).toEqual([healed, healed])
      expect(await stage.names(), point).toEqual(clean)
    }
    process.stdout.write(`EIO on the new file: ${JSON.stringify(hit)}\n`)
    expect(hit).toMatchObject({ write: expect.any(Number), fsync: 1, rename: 1, close: expect.any(Number), fchmod: 1 })
  },
)

testWithoutKernel('ptrace', !canTrace())
