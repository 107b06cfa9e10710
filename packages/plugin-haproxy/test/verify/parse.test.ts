import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeMaster, judgeProcess } from '../../src/verify/judge.ts'
import { parseShowInfo } from '../../src/verify/show-info.ts'
import { parseShowProc } from '../../src/verify/show-proc.ts'

// As HAProxy 2.6.12 wrote it.
const procOf26 = `#<PID>          <type>          <reloads>       <uptime>        <version>      
10073           master          2 [failed: 1]   0d00h00m06s     2.6.12-1+deb12u4
# workers
10382           worker          1               1d02h00m02s     2.6.12-1+deb12u4
# old workers
10076           worker          2               0d00h00m06s     2.6.12-1+deb12u4
# programs

`
// With a column more, and nothing about failures, as before 2.5.
const procOf24 = `#<PID>          <type>          <relative PID>  <reloads>       <uptime>        <version>      
1162            master          0               5               0d00h02m07s     2.4.0
# workers
1271            worker          1               0               0d00h00m00s     2.4.0
# old workers
1233            worker          [was: 1]        3               0d00h00m43s     2.4.0
# programs

`

describe('show proc', () => {
  test('of 2.6', () => {
    const expected = {
      masterPid: 10073,
      reloads: 2,
      failed: 1,
      workers: [{ pid: 10382, uptimeSeconds: 93_602 }],
      oldWorkers: [{ pid: 10_076, uptimeSeconds: 6 }],
    }
    expect(parseShowProc(procOf26)).toEqual(expected)
    expect(parseShowProc(procOf26.replaceAll('\n', '\r\n'))).toEqual(expected)
  })
  test('with other columns', () => {
    const workers = [{ pid: 1271, uptimeSeconds: 0 }]
    const oldWorkers = [{ pid: 1233, uptimeSeconds: 43 }]
    expect(parseShowProc(procOf24)).toEqual({ masterPid: 1162, reloads: 5, failed: undefined, workers, oldWorkers })
  })
  test.each(['', 'Unknown command', '#<PID> <type>\n', 'Permission denied\n'])('is not %j', answer => {
    expect(parseShowProc(answer)).toBeUndefined()
  })
})

test('show info', () => {
  expect(parseShowInfo('Name: HAProxy\nPid: 10076\nUptime_sec: 3\nStopping: 0\n\n')).toEqual({
    pid: 10076,
    uptimeSeconds: 3,
    stopping: false,
  })
  expect(parseShowInfo('Unknown command')).toBeUndefined()
})

test('no answer, cut anywhere or made of anything, throws', () => {
  fc.assert(
    fc.property(fc.nat(procOf26.length), fc.string(), (end, tail) => {
      parseShowProc(procOf26.slice(0, end) + tail)
      parseShowInfo(tail)
    }),
  )
})

describe('the master says', () => {
  const before = { masterPid: 1, reloads: 3, failed: 0, workers: [{ pid: 10, uptimeSeconds: 60 }], oldWorkers: [] }
  const fresh = { ...before, reloads: 4, workers: [{ pid: 11, uptimeSeconds: 0 }] }
  test.each([
    ['a new worker', before, fresh, 'loaded'],
    ['nothing yet', before, before, 'waiting'],
    ['a failed reload', before, { ...before, reloads: 4, failed: 1 }, 'failed'],
    ['a second failed reload', { ...before, failed: 1 }, { ...before, failed: 2 }, 'failed'],
    ['only the failure of before', { ...before, failed: 1 }, { ...before, failed: 1 }, 'waiting'],
    ['a success after a failure', { ...before, failed: 2 }, fresh, 'loaded'],
    ['old and new worker side by side', before, { ...fresh, workers: [...before.workers, ...fresh.workers] }, 'waiting'],
    ['no worker at all', before, { ...fresh, workers: [] }, 'waiting'],
    ['a restart with the same pids', before, { ...before, reloads: 0, workers: [{ pid: 10, uptimeSeconds: 1 }] }, 'loaded'],
    ['first answer ever', undefined, fresh, 'loaded'],
    ['first answer ever, failed', undefined, { ...fresh, failed: 1 }, 'waiting'],
    ['a version without failures', { ...before, failed: undefined }, { ...fresh, failed: undefined }, 'loaded'],
  ])('%s', (_name, then, now, verdict) => {
    expect(judgeMaster(then, now)).toBe(verdict)
  })
})

test('the stats socket counts when another process answers that is not stopping', () => {
  const old = { pid: 10, uptimeSeconds: 60, stopping: false }
  expect(judgeProcess(old, { ...old, uptimeSeconds: 61 })).toBe('waiting')
  expect(judgeProcess(old, { pid: 11, uptimeSeconds: 0, stopping: false })).toBe('loaded')
  expect(judgeProcess(old, { pid: 11, uptimeSeconds: 0, stopping: true })).toBe('waiting')
  expect(judgeProcess(old, { ...old, uptimeSeconds: 0 })).toBe('loaded')
  expect(judgeProcess(undefined, old)).toBe('loaded')
})
