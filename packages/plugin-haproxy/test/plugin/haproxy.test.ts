import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { masterRig } from '../apply-rig/master.ts'

test('a change is loaded by a new worker, and proved by both sockets', async () => {
  const { proxym, setText, configFor, answer, processes, codes } = await masterRig({ checkCommand: 'haproxy -c -f %s' })
  expect(await codes()).toEqual([])
  const before = await processes()
  setText(configFor('second'))
  expect(await codes()).toEqual([])
  // No waiting here: verify has waited.
  expect(await answer()).toBe('second')
  const after = await processes()
  expect(after?.failed).toBe(0)
  expect(after?.workers).toHaveLength(1)
  expect(after?.workers[0]?.pid).not.toBe(before?.workers[0]?.pid)
  await proxym.refresh()
  expect((await processes())?.reloads).toBe(after?.reloads)
})

test('garbage without a check command: the reload command succeeds, HAProxy counts a failure, and that is reported', async () => {
  const { setText, configFor, answer, codes, target } = await masterRig()
  expect(await codes()).toEqual([])
  setText('garbage\n')
  expect(await codes()).toEqual(['PROXYM_VERIFY_FAILED'])
  expect(await readFile(target, 'utf8')).toBe('garbage\n')
  expect(await answer()).toBe('first')
  setText(configFor('third'))
  expect(await codes()).toEqual([])
  expect(await answer()).toBe('third')
})

test('the same garbage with a check command never reaches the target', async () => {
  const { proxym, setText, configFor, answer, target, folder, processes } = await masterRig({
    checkCommand: 'haproxy -c -f %s',
  })
  await proxym.refresh()
  const before = await processes()
  setText(`${configFor('second')}  garbage here\n`)
  const { problems } = await proxym.refresh()
  expect(problems).toMatchObject([{ code: 'PROXYM_CHECK_FAILED' }])
  expect(problems[0]?.message).toContain('line 11: `garbage here`')
  expect(problems[0]?.message).toContain("unknown keyword 'garbage'")
  expect(await readFile(target, 'utf8')).toBe(configFor('first'))
  expect((await readdir(folder)).filter(name => name.includes('proxym'))).toEqual([])
  expect((await processes())?.reloads).toBe(before?.reloads)
  expect(await answer()).toBe('first')
})

test('a port that is taken passes the check, fails the start, and is reported', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const { setText, configFor, answer, codes } = await masterRig({ checkCommand: 'haproxy -c -f %s' })
  await codes()
  setText(configFor('second', port))
  expect(await codes()).toEqual(['PROXYM_VERIFY_FAILED'])
  expect(await answer()).toBe('first')
})

test('a reload command that reaches nobody is found out by the stats socket alone', async () => {
  const { setText, configFor, codes } = await masterRig({ reloadCommand: 'true', masterSocket: undefined, verifyTimeoutMs: 300 })
  setText(configFor('second'))
  expect(await codes()).toEqual(['PROXYM_VERIFY_FAILED'])
})
