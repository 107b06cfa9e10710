import { expect, test } from 'vitest'
import type { AskSocket } from '../../src/verify/ask-socket.ts'
import { watchReload } from '../../src/verify/watch-reload.ts'
import { fakeClock, forever } from '../apply-rig/applier.ts'

const master = (worker: number, reloads: number, failed: number) =>
  `#<PID> <type> <reloads> <uptime> <version>\n1 master ${reloads} [failed: ${failed}] 0d00h01m00s 2.6\n# workers\n${worker} worker 0 0d00h00m00s 2.6\n\n`
const process = (pid: number) => `Pid: ${pid}\nUptime_sec: 1\nStopping: 0\n\n`

function answering(answers: Record<string, readonly (string | Error)[]>): AskSocket {
  const left = Object.fromEntries(Object.entries(answers).map(([socket, list]) => [socket, [...list]]))
  return async socket => {
    const list = left[socket] ?? []
    const answer = (list.length > 1 ? list.shift() : list[0]) ?? new Error('nobody asked for this')
    if (answer instanceof Error) throw answer
    return answer
  }
}

async function confirm(sockets: { master?: string; stats?: string }, answers: Record<string, readonly (string | Error)[]>) {
  const watch = await watchReload(sockets, { ask: answering(answers), clock: fakeClock(), timeoutMs: 1000 }, forever)
  return watch.confirm(forever)
}

test('waits through old answers, refusals and garbage until both sockets show a new process', async () => {
  await confirm(
    { master: 'm', stats: 's' },
    {
      m: [master(10, 0, 0), master(10, 0, 0), new Error('refused'), 'garbage', master(11, 1, 0)],
      s: [process(10), process(10), process(11)],
    },
  )
})

test('fails at once when the master counts a failure', async () => {
  const failing = confirm({ master: 'm' }, { m: [master(10, 0, 0), master(10, 1, 1)] })
  await expect(failing).rejects.toThrow('counts a failed reload; the old worker goes on serving')
})

test('fails in time when nothing changes, and says what the socket said', async () => {
  await expect(confirm({ stats: 's' }, { s: [process(10)] })).rejects.toThrow('shows no new process after 1 s')
  const mute = confirm({ master: 'm' }, { m: [new Error('connect EACCES')] })
  await expect(mute).rejects.toMatchObject({ problems: [{ message: expect.stringContaining('EACCES') }] })
  await expect(confirm({ master: 'm' }, { m: ['Permission denied\n'] })).rejects.toThrow('"Permission denied"')
})

test('asks nothing without sockets, and honours a stop', async () => {
  await confirm({}, {})
  const stop = new AbortController()
  const parts = { ask: answering({ s: [process(1)] }), clock: fakeClock(), timeoutMs: 1000 }
  const watch = await watchReload({ stats: 's' }, parts, forever)
  stop.abort(new Error('stopped'))
  await expect(watch.confirm(stop.signal)).rejects.toThrow('stopped')
})
