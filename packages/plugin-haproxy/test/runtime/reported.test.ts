import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCheckVerdicts, parseServersConn, parseServersState } from '../../src/runtime/reported.ts'

// As HAProxy 2.6.12 wrote them.
const state = `1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port
4 be_a 1 s1 127.0.0.1 2 0 1 1 0 15 3 2 6 0 0 0 - 21101 - 0 0 - - 0
4 be_a 2 s2 127.0.0.1 0 1 7 1 0 15 3 2 6 0 0 0 - 21102 - 0 0 - - 0
4 be_a 3 slot ::1 2 4 1 1 0 15 3 2 6 0 0 0 - 21103 - 0 0 - - 0
4 be_a 4 s4 127.0.0.1 2 8 1 1 0 15 3 2 6 0 0 0 - 21104 - 0 0 - - 0

`
const conn = `# bkname/svname bkid/svid addr port - purge_delay used_cur used_max need_est unsafe_nb safe_nb idle_lim idle_cur idle_per_thr[2]
be_a/s1 4/1 127.0.0.1 21101 - 5000 3 4 1 0 1 -1 1 1 0
be_a/s2 4/2 127.0.0.1 21102 - 5000 0 0 1 0 1 -1 1 1 0

`

test('servers of 2.6: maintenance and drain are out, one that the file had disabled and somebody set ready is not', () => {
  expect(parseServersState(state)).toEqual([
    { name: 's1', ip: '127.0.0.1', port: 21_101, weight: 1, isOut: false },
    { name: 's2', ip: '127.0.0.1', port: 21_102, weight: 7, isOut: true },
    { name: 'slot', ip: '::1', port: 21_103, weight: 1, isOut: false },
    { name: 's4', ip: '127.0.0.1', port: 21_104, weight: 1, isOut: true },
  ])
})

test('connections of 2.6', () => {
  expect([...parseServersConn(conn)]).toEqual([
    ['s1', 3],
    ['s2', 0],
  ])
})

test('only a check that was made counts, not what HAProxy assumes', () => {
  const of = (status: string, check: string) => [
    ...parseCheckVerdicts(`# pxname,svname,status,check_status\na,s,${status},${check}\n`),
  ]
  expect(of('UP', 'L4OK')).toEqual(['s'])
  expect(of('UP', 'L7OK')).toEqual(['s'])
  expect(of('UP', 'INI')).toEqual([])
  expect(of('UP 1/3', 'INI')).toEqual([])
  expect(of('DOWN', 'L4CON')).toEqual(['s'])
  expect(of('no check', '')).toEqual([])
})

test('what is no such answer is none, and nothing throws', () => {
  expect(parseServersState("Can't find backend.\n")).toBeUndefined()
  fc.assert(
    fc.property(fc.nat(state.length), fc.string(), (end, tail) => {
      for (const text of [state.slice(0, end) + tail, tail]) {
        parseServersState(text)
        parseServersConn(text)
        parseCheckVerdicts(text)
      }
    }),
  )
})
