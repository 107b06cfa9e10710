import { createTestProxym, type TestProxymOptions } from '@proxym/core/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import mesosMaster from '../src/index.ts'
import { leads, nobody, type Script, scriptedMaster } from './scripted-master.ts'

async function hosted(scripts: readonly Script[], settings: TestProxymOptions = {}) {
  const masters = await Promise.all(scripts.map(scriptedMaster))
  const plugin = mesosMaster({ domain: 'mesos.example.com', masters: masters.map(({ url }) => url) })
  const proxym = createTestProxym(plugin, settings)
  onTestFinished(() => proxym.stop())
  return { masters, proxym }
}

const service = {
  id: 'mesos_master',
  source: 'Mesos Master',
  applicationProtocol: 'http',
  transportProtocol: 'tcp',
  domains: ['mesos.example.com'],
  hosts: [{ ip: '10.0.0.7', port: 5050, weight: 1, metadata: {} }],
  port: 80,
  servicePort: 0,
  listenPort: 80,
  proxyPath: '',
  config: '',
  metadata: {},
}

test('reports the service of the leading master, from the first answer on', async () => {
  const { proxym } = await hosted([leads('10.0.0.7', 5050)])
  const { services, problems, held } = await proxym.refresh()
  expect({ services, problems, held }).toEqual({ services: [service], problems: [], held: [] })
})

test('IPv6 reaches the service without brackets', async () => {
  const { proxym } = await hosted([leads('[fd00::1]', 5050)])
  expect((await proxym.refresh()).services).toMatchObject([{ hosts: [{ ip: 'fd00::1', port: 5050 }] }])
})

test('while no master answers at first nothing is written, and the reason is named (G11)', async () => {
  const { proxym, masters } = await hosted([() => ({ status: 500 })], { timeoutMs: 2000 })
  const { held, services } = await proxym.refresh()
  expect(services).toEqual([])
  expect(held[0]?.message).toContain('mesos-master/leader')
  expect(JSON.stringify(proxym.proxym.problems())).toContain(masters[0]?.url)
})

test('keeps the last leader through an outage, marked stale', async () => {
  const { proxym, masters } = await hosted([leads('10.0.0.7', 5050)])
  await proxym.refresh()
  await masters[0]?.close()
  await proxym.start()
  expect((await proxym.refresh()).services).toEqual([service])
})

test('nobody leads: an answer without services', async () => {
  const { proxym } = await hosted([nobody, nobody])
  expect(await proxym.refresh()).toMatchObject({ services: [], held: [], problems: [] })
})

test('a master that fails beside one that answers is named in the status', async () => {
  const { proxym, masters } = await hosted([() => ({ status: 401 }), leads('10.0.0.7', 5050)])
  const { services, problems } = await proxym.refresh()
  expect(services).toEqual([service])
  expect(problems).toMatchObject([{ subject: masters[0]?.url, code: 'PROXYM_MESOS_MASTER' }])
})

describe('options', () => {
  const masters = ['10.0.0.1:5050']
  test.each<[object | undefined, string]>([
    [undefined, 'domain'],
    [{ masters }, '`mesos-master.domain` is required'],
    [{ domain: 'mesos.example.com' }, '`mesos-master.masters` is required'],
    [{ domain: 'mesos', masters }, 'must be a host name, got "mesos". Write e.g. "mesos.example.com"'],
    [{ domain: 'http://m.example.com', masters }, 'must be a host name'],
    [{ domain: 'mesos.example.com', masters: [] }, 'must be a list of masters, got an empty list'],
    [{ domain: 'mesos.example.com', masters: ['zk://z1:2181/mesos'] }, 'masters[0]` must be `ip:port` or an http(s) URL'],
    [{ domain: 'mesos.example.com', masters, pollInterval: 0 }, 'pollInterval'],
    [{ domain: 'mesos.example.com', masters, pollIntervall: 10 }, 'Did you mean `pollInterval`?'],
  ])('%j are a mistake that says what to write', (options, message) => {
    expect(() => mesosMaster(options as never)).toThrow(message)
  })

  test('a user in a URL is refused and its password not repeated', () => {
    const make = () => mesosMaster({ domain: 'mesos.example.com', masters: ['http://admin:hunter2@10.0.0.1:5050'] })
    expect(make).toThrow('without a user')
    expect(make).not.toThrow('hunter2')
  })
})
