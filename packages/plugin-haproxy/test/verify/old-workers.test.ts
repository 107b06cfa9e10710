import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { judgeOldWorkers } from '../../src/verify/old-workers.ts'
import { masterRig } from '../apply-rig/master.ts'
import { until } from '../rig/until.ts'

const worker = (pid: number, uptimeSeconds?: number) => ({ pid, uptimeSeconds })

test('a few old workers are as it should be', () => {
  expect(
    judgeOldWorkers(
      [1, 2, 3, 4, 5].map(pid => worker(pid, 9000)),
      '/m',
    ),
  ).toEqual([])
  expect(judgeOldWorkers([], '/m')).toEqual([])
})

test.each([
  [6, 59, 'more than 5 old workers, the oldest seconds old'],
  [11, 60, 'more than 10 old workers, the oldest minutes old'],
  [40, 7200, 'more than 10 old workers, the oldest hours old'],
])('%i of them, the oldest of %i s, are reported with what to do', (count, age, words) => {
  const workers = Array.from({ length: count }, (_, index) => worker(index + 2, index === 3 ? age : undefined))
  expect(judgeOldWorkers(workers, '/m.sock')).toMatchObject([
    { code: 'PROXYM_OLD_WORKERS', message: expect.stringContaining(words), hint: expect.stringContaining('hard-stop-after') },
  ])
})

test('connections that do not end hold old workers, which are counted and reported until they are gone', {
  timeout: 60_000,
}, async () => {
  const rig = await masterRig()
  const held: ReturnType<typeof connect>[] = []
  onTestFinished(() => {
    for (const socket of held) socket.destroy()
  })
  const metric = async () => {
    const response = await rig.proxym.proxym.app.request('/metrics', {}, { loopback: true })
    return /^proxym_haproxy_old_workers\{[^}]*\} (\d+)$/m.exec(await response.text())?.[1]
  }
  let codes: readonly string[] = []
  for (let reload = 0; reload < 7; reload++) {
    // Long enough for all reloads on a busy machine.
    rig.setText(rig.configFor(`answer${reload}`).replace('timeout client 5s', 'timeout client 60s'))
    codes = await rig.codes()
    const socket = connect(rig.port, '127.0.0.1').on('error', () => {})
    held.push(socket)
    // The head of a request that has no end.
    await new Promise<void>(resolve => socket.write('GET / HTTP/1.1\r\nhost: a\r\n', () => resolve()))
    await until('one worker serves', async () => (await rig.processes())?.workers.length === 1)
  }
  expect(codes).toContain('PROXYM_OLD_WORKERS')
  expect(Number(await metric())).toBeGreaterThan(5)
  for (const socket of held) socket.destroy()
  await until('the old workers are gone', async () => (await rig.processes())?.oldWorkers.length === 0)
  expect(await rig.codes()).not.toContain('PROXYM_OLD_WORKERS')
  expect(await metric()).toBe('0')
})

test('a master that does not answer is no reason to say anything', async () => {
  const rig = await masterRig({ masterSocket: '/nowhere/master.sock', statsSocket: undefined, verifyTimeoutMs: 1 })
  expect(await rig.codes()).not.toContain('PROXYM_OLD_WORKERS')
})
