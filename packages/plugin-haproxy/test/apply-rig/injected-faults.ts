import { expect } from 'vitest'
import { nodeIo } from '../../src/write/io.ts'
import { applierRig, forever } from './applier.ts'
import { dyingIo } from './dying-io.ts'
import { smallDiskIo } from './small-disk-io.ts'

const text = 'new\n'.repeat(9)

/** Death at every file operation of the writer: gives their number. `before`: what the target holds, undefined for no target. */
export async function dieAtEveryCall(before: string | undefined): Promise<number> {
  const holding = before === undefined ? {} : { before }
  const { io, calls } = dyingIo(0)
  await (await applierRig({ io, ...holding })).applier.apply(text, forever)
  expect(calls).toContain('rename')
  for (let dyingAt = 1; dyingAt <= calls.length; dyingAt++) {
    const dying = dyingIo(dyingAt)
    const { applier, read, names, state, script, next } = await applierRig({ io: dying.io, ...holding })
    void applier.apply(text, forever)
    const point = `died at call ${dyingAt}: ${await dying.dead}`
    expect([before, text], point).toContain(await read().catch(() => undefined))
    await dying.bury()
    state.clear()
    const reloads = () => script.ran.filter(word => word === 'reload').length
    const reloadsOfTheDead = reloads()
    await next({ io: nodeIo }).apply('next\n', forever)
    expect(await read(), point).toBe('next\n')
    expect(await names(), point).toEqual(['haproxy.cfg'])
    expect(reloads(), point).toBe(reloadsOfTheDead + 1)
  }
  return calls.length
}

/** A disk with room for 0, 1, 2 … bytes until the text fits: gives the number of steps. */
export async function fillEveryByte(): Promise<number> {
  for (let free = 0; free <= text.length; free++) {
    const fits = free === text.length
    const disk = smallDiskIo(free)
    const { applier, read, names, script } = await applierRig({ io: disk.io, before: 'old\n' })
    const applied = applier.apply(text, forever)
    if (fits) await applied
    else await expect(applied).rejects.toThrow('the disk is full')
    expect(await read()).toBe(fits ? text : 'old\n')
    expect(await names()).toEqual(['haproxy.cfg'])
    disk.makeRoom()
    await applier.apply(text, forever)
    expect(await read()).toBe(text)
    expect(script.ran.at(-1)).toBe('reload')
  }
  return text.length + 1
}
