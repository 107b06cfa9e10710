import type { StandingProblem } from '@proxym/core'
import { expect, test } from 'vitest'
import { ask, routed } from '../../packages/plugin-haproxy/test/rig/ask.ts'
import { freePorts } from '../../packages/plugin-haproxy/test/rig/free-port.ts'
import { startOrigin } from '../../packages/plugin-haproxy/test/rig/origin.ts'
import { startHaproxy } from '../../packages/plugin-haproxy/test/rig/proxy.ts'
import { carry } from './carry.ts'
import { entrances } from './entrances.ts'
import type { Raw } from './raw.ts'
import { createStage } from './stage.ts'

const lostBy = (problems: readonly StandingProblem[]) =>
  problems.filter(({ code }) => code.startsWith('PROXYM_CLAIM')).map(({ code, subject }) => `${code} ${subject}`)

/** The answers of a port: as many as it takes to see a second origin, if there is one. */
async function answers(port: number, host: string, path = '/'): Promise<readonly (string | number)[]> {
  const seen = new Set<string | number>()
  for (let count = 0; count < 10; count++) seen.add(await routed(port, host, path))
  return [...seen]
}

// The files are read in the order of their names, whatever the order they were written in.
test.each([
  ['in the order of their names', (names: readonly string[]) => names],
  ['backwards', (names: readonly string[]) => names.toReversed()],
])('files written %s: a port, a domain and an id belong to the service that comes first, in real HAProxy', async (_, order) => {
  const names = ['first', 'second', 'third', 'api', 'early', 'late'] as const
  const origins = await Promise.all(names.map(name => startOrigin(name)))
  const from = (name: (typeof names)[number]) => ({ hosts: [origins[names.indexOf(name)]], applicationProtocol: 'http' })
  const [port = 0, lonely = 0] = await freePorts(2)
  const tcp = (name: (typeof names)[number]) => ({ ...from(name), applicationProtocol: '' })
  const groups: Readonly<Record<string, readonly Raw[]>> = {
    // One port, three times; `m` is smaller than `n`, and comes first although its file does not.
    'a-port': [{ ...tcp('second'), id: 'n-port', listenPort: port }],
    'b-port': [{ ...tcp('first'), id: 'm-port', listenPort: port }],
    'c-port': [{ ...tcp('third'), id: 'o-port', listenPort: port }],
    // One domain: a path is another claim, a second domain stays.
    'a-domain': [{ ...from('first'), id: 'b-shop', domains: ['shop.example.com'] }],
    'b-domain': [{ ...from('second'), id: 'c-shop', domains: ['SHOP.example.com.', 'own.example.com'] }],
    'c-domain': [{ ...from('api'), id: 'a-api', domains: ['shop.example.com'], proxyPath: '/api' }],
    // Who loses its last domain loses path and listener too: it must not become a catch-all.
    'd-domain': [{ ...from('third'), id: 'd-api', domains: ['shop.example.com'], proxyPath: '/api/', listenPort: lonely }],
    // One id: the file that comes first has it, the other service is left out as a whole.
    'a-id': [{ ...from('early'), id: 'twice', domains: ['early.example.com'] }],
    'b-id': [{ ...from('late'), id: 'twice', domains: ['late.example.com'] }],
  }
  const written = Object.fromEntries(order(Object.keys(groups)).map(name => [name, groups[name] ?? []]))
  const stage = await createStage()
  const { files, problems, services } = await carry(entrances.yaml, written, stage)
  expect(lostBy(problems).toSorted()).toEqual([
    'PROXYM_CLAIM_ID twice',
    'PROXYM_CLAIM_LOST c-shop',
    'PROXYM_CLAIM_LOST d-api',
    'PROXYM_CLAIM_LOST n-port',
    'PROXYM_CLAIM_LOST o-port',
  ])
  expect(services.find(({ id }) => id === 'd-api')).toMatchObject({ domains: [], proxyPath: '', listenPort: 0 })

  const http = stage.ports.haproxy
  await startHaproxy(files.haproxy, http)
  expect(await answers(port, 'whoever')).toEqual(['first /'])
  expect(await answers(http, 'shop.example.com')).toEqual(['first /'])
  expect(await answers(http, 'shop.example.com', '/api/x')).toEqual(['api /x'])
  expect(await answers(http, 'own.example.com')).toEqual(['second /'])
  expect(await answers(http, 'early.example.com')).toEqual(['early /'])
  expect(await answers(http, 'late.example.com')).toEqual([503])
  expect(await answers(http, 'unclaimed.example.com', '/api')).toEqual([503])
  await expect(ask(lonely, 'whoever')).rejects.toThrow('ECONNREFUSED')
})
