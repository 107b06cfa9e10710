import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ProxymError } from '../../src/problem.ts'
import { acquireLock, type LockOptions } from '../../src/state/acquire-lock.ts'
import { holdElsewhere } from './lock-holder.ts'
import { tempFolder } from './temp-folder.ts'

const problemOf = (locking: Promise<unknown>) =>
  locking.then(
    () => undefined,
    (error: ProxymError) => error.problems[0],
  )

async function take(target: string, options?: LockOptions) {
  const lock = await acquireLock(target, options)
  onTestFinished(() => lock.release())
  return lock
}

/** The system's own way, and the one of systems without abstract sockets, which works here too. */
const ways: readonly [string, (folder: string) => LockOptions][] = [
  [`as on ${process.platform}`, () => ({})],
  ['by a socket file', folder => ({ platform: 'darwin', folder })],
]

describe.each(ways)('%s', (_way, optionsIn) => {
  it('a second holder in this process is refused by an error that names the target, until the first lets go', async () => {
    const folder = await tempFolder()
    const target = join(folder, 'haproxy.cfg')
    const first = await take(target, optionsIn(folder))
    expect(await problemOf(acquireLock(target, optionsIn(folder)))).toMatchObject({
      code: 'PROXYM_LOCKED',
      message: `\`${target}\` is in use by another proxym.`,
      hint: expect.stringContaining('PROXYM_STATE_DIR'),
    })
    await Promise.all([first.release(), first.release()])
    await first.release()
    await take(target, optionsIn(folder))
  })

  it('other targets are free', async () => {
    const folder = await tempFolder()
    await take(folder, optionsIn(folder))
    await take(join(folder, 'a'), optionsIn(folder))
    await take(join(folder, 'b'), optionsIn(folder))
    await take(`redis://${folder}`, optionsIn(folder))
  })

  it('another process is refused, and one that is killed holds nothing, even when its children live on', async () => {
    const folder = await tempFolder()
    const target = join(folder, 'haproxy.cfg')
    const holder = await holdElsewhere(target, optionsIn(folder))
    expect(holder.said).toBe('held')
    expect((await holdElsewhere(target, optionsIn(folder))).said).toBe('PROXYM_LOCKED')
    expect(await problemOf(acquireLock(target, optionsIn(folder)))).toMatchObject({ code: 'PROXYM_LOCKED' })
    await holder.kill()
    await take(target, optionsIn(folder))
  })

  it('of twenty that try at once after a kill exactly one gets it', async () => {
    const folder = await tempFolder()
    const target = join(folder, 'haproxy.cfg')
    await (await holdElsewhere(target, optionsIn(folder))).kill()
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => take(target, optionsIn(folder))))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await problemOf(acquireLock(target, optionsIn(folder)))).toMatchObject({ code: 'PROXYM_LOCKED' })
  })

  it('connecting to a held lock does not harm it', async () => {
    const folder = await tempFolder()
    const target = join(folder, 'x')
    await take(target, optionsIn(folder))
    for (let index = 0; index < 5; index++) await problemOf(acquireLock(target, optionsIn(folder)))
    expect(await problemOf(acquireLock(target, optionsIn(folder)))).toMatchObject({ code: 'PROXYM_LOCKED' })
  })
})

it('a lock does not keep the process alive', async () => {
  const source = new URL('../../src/state/acquire-lock.ts', import.meta.url).href
  const script = `import { acquireLock } from ${JSON.stringify(source)}; await acquireLock(${JSON.stringify(await tempFolder())})`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' })
  expect(await once(child, 'exit')).toEqual([0, null])
})

it('socket files leave nothing behind', async () => {
  const folder = await tempFolder()
  const lock = await acquireLock('redis://m1', { platform: 'darwin', folder })
  expect(await readdir(folder)).toHaveLength(1)
  await problemOf(acquireLock('redis://m1', { platform: 'darwin', folder }))
  await lock.release()
  expect(await readdir(folder)).toEqual([])
})

it('a lock that the system refuses is an error of its own', async () => {
  const folder = await tempFolder()
  await writeFile(join(folder, 'file'), '')
  const problem = await problemOf(acquireLock('redis://m1', { platform: 'darwin', folder: join(folder, 'file') }))
  expect(problem).toMatchObject({
    code: 'PROXYM_LOCK_FAILED',
    message: expect.stringContaining('`redis://m1` could not be locked'),
  })
})
