import { chmod, chown } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { applierRig, forever } from '../apply-rig/applier.ts'
import { faultyIo } from '../apply-rig/faulty-io.ts'

// Writes one file over another, of another owner, after a first look for files left behind.
async function apply(failing: number, code: string, checkCommand = 'check %s', before: string | null = 'old\n'.repeat(9000)) {
  const { io, calls } = faultyIo(failing, code)
  const rig = await applierRig({ io, options: { checkCommand }, ...(before === null ? {} : { before }) })
  if (before !== null && process.getuid?.() === 0) await chown(rig.target, 1, 1)
  if (before !== null) await chmod(rig.target, 0o604)
  if (checkCommand === 'check') rig.script.answer('check', 1)
  const error = await rig.applier.apply('new\n'.repeat(9000), forever).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return { ...rig, calls, error }
}

test.each(['ENOSPC', 'EIO', 'EACCES', 'EMFILE'])(
  'G3: %s at any file operation leaves the old file or the new one, whole, and nothing beside it',
  async code => {
    const { calls: all } = await apply(0, code)
    expect(all).toContain('sync')
    for (let failing = 1; failing <= all.length; failing++) {
      const { error, read, names, applier, script, calls } = await apply(failing, code)
      const call = `call ${failing}: ${all[failing - 1]}`
      const text = await read()
      expect(['old\n'.repeat(9000), 'new\n'.repeat(9000)], call).toContain(text)
      expect(await names(), call).toEqual(['haproxy.cfg'])
      const survives = ['list', 'syncFolder'].includes(all[failing - 1] ?? '')
      if (survives) expect(error, call).toBeUndefined()
      else expect(error, call).toMatchObject({ name: 'ProxymError', problems: [{ code: expect.stringMatching(/^PROXYM_/) }] })
      // The fault is gone: the next call does what is left, and reloads.
      await applier.apply('new\n'.repeat(9000), forever)
      expect(await read(), call).toBe('new\n'.repeat(9000))
      expect(
        script.ran.filter(word => word === 'reload'),
        call,
      ).toEqual(['reload'])
      expect(calls.length, call).toBeGreaterThanOrEqual(failing)
    }
  },
)

test.each([
  ['an old file', 'old\n'.repeat(9000)],
  ['no file', null],
])('the same while a failed check in place puts back %s', async (_name, before) => {
  const { calls: all } = await apply(0, 'EIO', 'check', before)
  for (let failing = 1; failing <= all.length; failing++) {
    const { error, read, names } = await apply(failing, 'EIO', 'check', before)
    const call = `call ${failing}: ${all[failing - 1]}`
    expect(error, call).toMatchObject({ name: 'ProxymError' })
    expect(['old\n'.repeat(9000), 'new\n'.repeat(9000), 'none'], call).toContain(await read().catch(() => 'none'))
    expect(
      (await names()).filter(name => name !== 'haproxy.cfg'),
      call,
    ).toEqual([])
  }
})

test('a writer that ignores a short write is found out', async () => {
  const { io } = faultyIo(0, '')
  const short = {
    ...io,
    create: async (path: string) => {
      const file = await io.create(path)
      return { ...file, append: (bytes: Uint8Array) => file.append(bytes.subarray(0, 3)) }
    },
  }
  const { applier, read, names } = await applierRig({ io: short, before: 'old\n' })
  await expect(applier.apply('longer\n', forever)).rejects.toThrow('the disk holds something else')
  expect(await read()).toBe('old\n')
  expect(await names()).toEqual(['haproxy.cfg'])
})

test('a check command that changes the staged file is found out', async () => {
  const { applier, script, read } = await applierRig({ before: 'old\n' })
  const { appendFile } = await import('node:fs/promises')
  script.while(command => command.startsWith('check ') && appendFile(command.slice(6), '# more\n'))
  await expect(applier.apply('new\n', forever)).rejects.toThrow('the disk holds something else')
  expect(await read()).toBe('old\n')
})

test.each([
  ['ENOSPC', 'Make room in'],
  ['EXDEV', 'Mount the folder'],
  ['EBUSY', 'Mount the folder'],
  ['EROFS', 'Mount '],
  ['EPERM', 'The user that runs proxym must be able to write in the folder'],
])('%s is told with what to do', async (code, hint) => {
  const { calls } = await apply(0, code)
  const { error } = await apply(calls.indexOf('rename') + 1, code)
  expect(error).toMatchObject({ problems: [{ code: 'PROXYM_WRITE_FAILED', hint: expect.stringContaining(hint) }] })
})
