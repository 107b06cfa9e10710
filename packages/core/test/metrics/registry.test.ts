import { expect, it } from 'vitest'
import type { Metrics } from '../../src/metrics/metrics.ts'
import { createPluginMetrics } from '../../src/metrics/plugin-metrics.ts'
import { createRegistry } from '../../src/metrics/registry.ts'

const lines = async (registry: ReturnType<typeof createRegistry>, name: string) =>
  (await registry.text()).split('\n').filter(line => line.startsWith(name))

const counter = { name: 'a_total', help: 'A.', labels: ['kind'] }

it('writes the text format of Prometheus', async () => {
  const registry = createRegistry()
  const counter = registry.counter({ name: 'a_total', help: 'A.', labels: ['kind'] })
  counter.inc({ kind: 'x"y\n' })
  counter.inc({ kind: 'x"y\n' }, 2)
  registry.gauge({ name: 'b', help: 'B.' }).set(-1.5)
  registry.histogram({ name: 'c_seconds', help: 'C.', buckets: [1, 2] }).observe(1.5)
  const text = await registry.text()
  expect(registry.contentType).toContain('text/plain; version=0.0.4')
  expect(text).toContain('# HELP a_total A.\n# TYPE a_total counter\na_total{kind="x\\"y\\n"} 3\n')
  expect(text).toContain('\nb -1.5\n')
  expect(text).toContain('c_seconds_bucket{le="1"} 0\nc_seconds_bucket{le="2"} 1\n')
})

it('two registries share nothing but the process, which is measured once', async () => {
  const [one, other] = [createRegistry(), createRegistry()]
  for (const registry of [one, other]) registry.counter({ name: 'a_total', help: 'A.' }).inc()
  expect(await lines(one, 'a_total')).toEqual(['a_total 1'])
  expect(await lines(other, 'a_total')).toEqual(['a_total 1'])
  expect(await lines(other, 'process_open_fds ')).toHaveLength(1)
  expect(await lines(one, 'nodejs_eventloop_lag_p99_seconds ')).toHaveLength(1)
})

it('asks a gauge what is true now, and forgets what it no longer says', async () => {
  const registry = createRegistry()
  let now = ['a', 'b']
  registry.gauge({
    ...{ name: 'g', help: 'G.', labels: ['id'] },
    collect(gauge) {
      for (const id of now) gauge.set(1, { id })
    },
  })
  expect(await lines(registry, 'g{')).toEqual(['g{id="a"} 1', 'g{id="b"} 1'])
  now = ['b']
  expect(await lines(registry, 'g{')).toEqual(['g{id="b"} 1'])
})

it('answers although a gauge cannot say what is true', async () => {
  const registry = createRegistry()
  registry.gauge({
    ...{ name: 'g', help: 'G.', labels: ['id'] },
    collect: () => {
      throw new Error('broken')
    },
  })
  registry.counter({ name: 'a_total', help: 'A.' }).inc()
  expect(await lines(registry, 'a_total')).toEqual(['a_total 1'])
  expect(await lines(registry, 'g{')).toEqual([])
})

it('does not grow with what others can choose: from the 1,000th series on all are `other`', async () => {
  const registry = createRegistry()
  const counter = registry.counter({ name: 'a_total', help: 'A.', labels: ['id', 'kind'] })
  for (let index = 0; index < 100_000; index++) counter.inc({ id: `service-${index}`, kind: 'x' })
  counter.inc({ id: 'service-5', kind: 'x' })
  const series = await lines(registry, 'a_total{')
  expect(series).toHaveLength(1001)
  expect(series.find(line => line.includes('other'))).toBe('a_total{id="other",kind="other"} 99000')
  expect(series).toContain('a_total{id="service-5",kind="x"} 2')
})

it.each<[string, (metrics: Metrics) => unknown]>([
  ['a name with capitals', metrics => metrics.counter({ name: 'Reloads', help: 'R.' })],
  ['a name with a space', metrics => metrics.gauge({ name: 'a b', help: 'R.' })],
  ['a label that Prometheus keeps for itself', metrics => metrics.histogram({ name: 'a', help: 'R.', labels: ['le'] })],
  ['one that says nothing of what it means', metrics => metrics.counter({ name: 'a', help: '' })],
  ['a label that is none', metrics => metrics.counter({ name: 'a', help: 'R.', labels: ['a-b'] })],
  ['another kind under the same name', metrics => metrics.gauge({ name: 'known', help: 'R.' })],
  ['other labels under the same name', metrics => metrics.counter({ name: 'known', help: 'R.', labels: ['a'] })],
])('refuses %s', (_what, register) => {
  const registry = createRegistry()
  registry.counter({ name: 'known', help: 'K.' })
  expect(() => register(registry)).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ code: 'PROXYM_METRIC_INVALID' })] }),
  )
})

it('names those of a plugin after it, and tells its instances apart', async () => {
  const registry = createRegistry()
  for (const instance of ['acme-dns', 'acme-dns#2']) {
    const metrics = createPluginMetrics(registry, 'acme-dns', instance)
    metrics.counter({ name: 'lookups_total', help: 'L.', labels: ['result'] }).inc({ result: 'found' })
    metrics.gauge({ name: 'zones', help: 'Z.', collect: gauge => gauge.set(3) })
    metrics.histogram({ name: 'lookup_seconds', help: 'S.' }).observe(0.1)
  }
  expect(await lines(registry, 'proxym_acme_dns_lookups_total{')).toEqual([
    'proxym_acme_dns_lookups_total{plugin="acme-dns",result="found"} 1',
    'proxym_acme_dns_lookups_total{plugin="acme-dns#2",result="found"} 1',
  ])
  expect(await lines(registry, 'proxym_acme_dns_zones{')).toEqual([
    'proxym_acme_dns_zones{plugin="acme-dns"} 3',
    'proxym_acme_dns_zones{plugin="acme-dns#2"} 3',
  ])
  expect(await lines(registry, 'proxym_acme_dns_lookup_seconds_count')).toHaveLength(2)
})

it.each<[string, (metrics: Metrics) => unknown, string]>([
  ['a label that it does not have', metrics => metrics.counter(counter).inc({ other: 'x' }), 'has no label "other"'],
  ['what is no number', metrics => metrics.counter(counter).inc({}, Number.NaN), 'is given NaN'],
  ['what is no number for a gauge', metrics => metrics.gauge({ name: 'g', help: 'G.' }).set('x' as never), 'is given x'],
  ['to count backwards', metrics => metrics.counter(counter).inc({}, -1), 'is given -1'],
])('refuses %s at once, whether or not somebody has asked', async (_what, measure, reason) => {
  const registry = createRegistry()
  for (let asked = 0; asked < 2; asked++) {
    expect(() => measure(registry)).toThrow(expect.objectContaining({ message: expect.stringContaining(reason) }))
    await registry.text()
  }
})

it('keeps what is measured until somebody asks, in its order, and what was meant then', async () => {
  const registry = createRegistry()
  const gauge = registry.gauge({ name: 'g', help: 'G.', labels: ['id'] })
  const labels = { id: 'a' }
  gauge.set(1, labels)
  gauge.set(2, labels)
  labels.id = 'b'
  expect(await lines(registry, 'g{')).toEqual(['g{id="a"} 2'])
  gauge.set(3, labels)
  expect(await lines(registry, 'g{')).toEqual(['g{id="a"} 2', 'g{id="b"} 3'])
})

it('lets a gauge say that there is no number, or no end', async () => {
  const registry = createRegistry()
  const gauge = registry.gauge({ name: 'g', help: 'G.', labels: ['id'] })
  gauge.set(Number.NaN, { id: 'none' })
  gauge.set(Number.POSITIVE_INFINITY, { id: 'endless' })
  expect(await lines(registry, 'g{')).toEqual(['g{id="none"} Nan', 'g{id="endless"} +Inf'])
})
