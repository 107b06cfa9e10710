import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { askMaster } from '../src/ask-master.ts'
import { createClient } from '../src/client.ts'
import { leads, type Script, type Scripted, scriptedMaster } from './scripted-master.ts'

const hosts: Readonly<Record<string, readonly string[]>> = { 'm1.test': ['10.0.0.1', '10.0.0.9'], '127.0.0.1': ['127.0.0.1'] }

async function asked(script: Script, { known = '', path = '' } = {}) {
  const master = await scriptedMaster(script)
  const client = createClient()
  onTestFinished(() => client.close())
  const asking = {
    client,
    resolve: async (host: string) => hosts[host] ?? (/^[0-9.]+$|:/.test(host) ? [host] : []),
    modern: new Set<string>(),
    known: known === '' ? undefined : { host: known, port: 5050 },
  }
  const ask = () => askMaster(master.url + path, asking, new AbortController().signal)
  return { answer: await ask().catch((error: Error) => error.message), ask, master, asking }
}

const only =
  (answers: Readonly<Record<string, Scripted>>): Script =>
  path =>
    answers[path] ?? { status: 404 }

test('one request of no bytes is all it takes', async () => {
  const { answer, master } = await asked(leads('10.0.0.7', 5050))
  expect(answer).toEqual({ host: '10.0.0.7', port: 5050 })
  expect(master.requests).toEqual(['/master/redirect'])
})

test('a path prefix stands before every path', async () => {
  const { answer, master } = await asked(
    only({ '/mesos/master/state': { status: 200, body: '{"leader":"master@10.0.0.7:5050"}' } }),
    {
      path: '/mesos',
    },
  )
  expect(answer).toEqual({ host: '10.0.0.7', port: 5050 })
  expect(master.requests).toEqual(['/mesos/master/redirect', '/mesos/redirect', '/mesos/master/state'])
})

test('a host name becomes its address: the first, or the one that is known while the name still has it', async () => {
  const script = leads('m1.test', 5050)
  expect((await asked(script)).answer).toEqual({ host: '10.0.0.1', port: 5050 })
  expect((await asked(script, { known: '10.0.0.9' })).answer).toEqual({ host: '10.0.0.9', port: 5050 })
  expect((await asked(script, { known: '10.0.0.8' })).answer).toEqual({ host: '10.0.0.1', port: 5050 })
})

test('a name that cannot be resolved: the state has the address', async () => {
  const { answer } = await asked(
    only({
      '/master/redirect': { status: 307, location: '//nowhere.test:5050' },
      '/master/state': { status: 200, body: '{"leader":"master@fd00::1:5050"}' },
    }),
  )
  expect(answer).toEqual({ host: 'fd00::1', port: 5050 })
})

test.each([
  ['says so', { status: 503, body: 'No leader elected' }],
  ['says nothing', { status: 503 }],
])('nobody leads when a master %s with 503', async (_, scripted) => {
  expect((await asked(() => scripted)).answer).toBe('nobody')
})

test.each<[string, Scripted]>([
  ['the 503 page of a proxy', { status: 503, body: '<html><h1>503 Service Unavailable</h1></html>' }],
  ['401', { status: 401 }],
  ['500', { status: 500, body: '{"leader":"master@10.0.0.1:5050"}' }],
  ['a login page', { status: 302, location: 'https://10.1.1.1/' }],
  ['another scheme', { status: 307, location: 'https://127.0.0.1/master/redirect' }],
  ['a redirect to nowhere', { status: 307 }],
  ['a page', { status: 200, body: '<html></html>' }],
  ['an empty body', { status: 200 }],
  ['{}', { status: 200, body: '{}' }],
  ['null', { status: 200, body: 'null' }],
  ['[]', { status: 200, body: '[]' }],
  ['a message', { status: 200, body: '{"message":"denied"}' }],
  ['half a state', { status: 200, body: '{"pid":"master@10.0.0.1:5050",' }],
  ['a leader without port (29)', { status: 200, body: '{"pid":"p","leader":"master@host"}' }],
  ['an empty leader (29)', { status: 200, body: '{"pid":"p","leader":""}' }],
  ['a number for a leader', { status: 200, body: '{"pid":"p","leader":5}' }],
  ['gzip that nobody asked for', { status: 200, body: gzipSync('{"leader":"master@10.0.0.1:5050"}') }],
])('%s to every question is a failure, not "nobody"', async (_, scripted) => {
  const { answer } = await asked(() => scripted)
  expect(answer).toMatch(/^\/master\/redirect .+; \/master\/state\.json .+/)
})

describe('without /redirect', () => {
  test('the old stand-in with an empty 200 for everything else still names its leader', async () => {
    const { answer, master } = await asked(path =>
      path === '/master/state.json' ? { status: 200, body: '{"leader":"master@10.0.0.3:5050"}' } : { status: 200 },
    )
    expect(answer).toEqual({ host: '10.0.0.3', port: 5050 })
    expect(master.requests).toEqual(['/master/redirect', '/redirect', '/master/state', '/master/state.json'])
  })

  test('a standby that redirects the question for its state names the leader by that', async () => {
    const { answer } = await asked(only({ '/master/state': { status: 307, location: '//10.0.0.4:5050/master/state' } }))
    expect(answer).toEqual({ host: '10.0.0.4', port: 5050 })
  })

  test('a state without leader: nobody leads', async () => {
    expect((await asked(only({ '/master/state': { status: 200, body: '{"pid":"master@10.0.0.1:5050"}' } }))).answer).toBe(
      'nobody',
    )
  })

  test('an endless state is left as soon as its leader is known', async () => {
    let closed: Promise<void> | undefined
    const { answer } = await asked((path, response) => {
      if (path !== '/master/state') return { status: 404 }
      const { promise, resolve } = Promise.withResolvers<void>()
      closed = promise
      response.on('close', resolve)
      response.writeHead(200).write('{"leader":"master@10.0.0.5:5050","slaves":[')
      const more = (): void => void (response.destroyed || response.write('{"id":1},'.repeat(10_000), more))
      more()
      return undefined
    })
    expect(answer).toEqual({ host: '10.0.0.5', port: 5050 })
    await closed
  })

  test('a state that hides its leader behind more than a megabyte is given up', async () => {
    const { answer } = await asked(
      only({ '/master/state': { status: 200, body: `{"a":"${'x'.repeat(1_200_000)}","leader":"master@10.0.0.5:5050"}` } }),
    )
    expect(answer).toContain('/master/state answered with something that is no state')
  })
})

describe('a master that names itself', () => {
  const itself = (version: string, elected: number): Script => {
    let port = 0
    return (path, response) => {
      port = response.req.socket.localPort ?? 0
      return (
        {
          '/master/redirect': { status: 307, location: `//127.0.0.1:${port}` },
          '/version': version === '' ? { status: 404 } : { status: 200, body: JSON.stringify({ version }) },
          '/metrics/snapshot': { status: 200, body: JSON.stringify({ 'master/cpus': 1, 'master/elected': elected, z: 0 }) },
        }[path] ?? { status: 404 }
      )
    }
  }

  test('before 1.0 leads only when it says so in its metrics', async () => {
    expect((await asked(itself('0.28.1', 0))).answer).toBe('nobody')
    expect((await asked(itself('', 0))).answer).toBe('nobody')
    const { answer, master } = await asked(itself('0.28.1', 1))
    expect(answer).toEqual({ host: '127.0.0.1', port: master.port })
  })

  test('from 1.0 on leads, and its version is asked for once', async () => {
    const { answer, ask, master } = await asked(itself('1.11.0', 0))
    expect(answer).toEqual({ host: '127.0.0.1', port: master.port })
    await ask()
    expect(master.requests).toEqual(['/master/redirect', '/version', '/master/redirect'])
  })

  test('leads when neither can be read', async () => {
    const script = itself('', 0)
    const { answer, master } = await asked((path, response) =>
      path === '/metrics/snapshot' ? { status: 401 } : script(path, response),
    )
    expect(answer).toEqual({ host: '127.0.0.1', port: master.port })
  })
})
