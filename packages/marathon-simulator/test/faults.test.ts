import { request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { answers, type Fault, failure, type Simulator, wrongShape } from '../src/index.ts'
import { ask } from './rig/ask.ts'
import { start } from './rig/start.ts'

async function faulty(fault: Fault, path = '/v2/apps') {
  const simulator = await start()
  simulator.deploy({ id: '/web' })
  simulator.settle()
  const right = (await ask(simulator.url + path)).text
  const misbehaviour = simulator.misbehave(fault, { route: path })
  return { simulator, url: simulator.url + path, right, misbehaviour }
}

/** What has come when nothing more does: the simulator has finished with the request, and the connection is open. */
function pending(url: string, simulator: Simulator): Promise<{ headers: boolean; bytes: number }> {
  return new Promise((resolve, reject) => {
    let headers = false
    let bytes = 0
    const asking = request(url, { agent: false }, response => {
      headers = true
      response.on('data', chunk => (bytes += chunk.length)).on('error', () => {})
    })
    asking
      .on('error', reject)
      .on('socket', socket => socket.on('close', () => reject(new Error('closed'))))
      .end()
    // A later request that is answered shows that the first one had its turn.
    const later = async () => {
      await ask(`${simulator.url}/ping`)
      await ask(`${simulator.url}/ping`)
      resolve({ headers, bytes })
      asking.removeAllListeners('error').on('error', () => {})
      asking.destroy()
    }
    asking.on('finish', () => void later())
  })
}

test('silence: accepted and never answered', async () => {
  const { url, simulator } = await faulty({ kind: 'silence' })
  expect(await pending(url, simulator)).toEqual({ headers: false, bytes: 0 })
})

test('stall: the headers, and nothing more', async () => {
  const { url, simulator } = await faulty({ kind: 'stall' })
  const response = await fetch(url)
  expect(response.headers.get('content-type')).toBe('application/json')
  expect((await pending(url, simulator)).bytes).toBe(0)
  await response.body?.cancel()
})

test('close: nothing at all, politely or with a reset', async () => {
  for (const [reset, code] of [
    [false, 'ECONNRESET'],
    [true, 'ECONNRESET'],
  ] as const) {
    const { url } = await faulty({ kind: 'close', reset })
    await expect(ask(url)).rejects.toMatchObject({ code })
  }
  const { url } = await faulty({ kind: 'close', after: 'headers' })
  expect(await ask(url)).toMatchObject({ status: 200, text: '', isComplete: false })
})

test('half: with a length the client sees that it is early, without one it cannot', async () => {
  for (const contentLength of [true, false]) {
    const { url, right } = await faulty({ kind: 'half', contentLength })
    const { text, isComplete, headers } = await ask(url)
    expect(text).toBe(right.slice(0, Math.floor(right.length / 2)))
    expect([isComplete, 'content-length' in headers]).toEqual([!contentLength, contentLength])
    // Chunks would tell by their end.
    expect('transfer-encoding' in headers).toBe(false)
  }
  expect((await ask((await faulty({ kind: 'half', bytes: 7 })).url)).text).toBe('{"apps"')
})

test('slow: some bytes at a time, in the time of the simulator', async () => {
  const { url, right, simulator } = await faulty({ kind: 'slow', bytes: 100, everyMs: 500 })
  const response = await fetch(url)
  const reader = response.body?.getReader()
  simulator.advance(500)
  expect((await reader?.read())?.value?.length).toBe(100)
  simulator.advance(500)
  expect((await reader?.read())?.value?.length).toBe(100)
  simulator.advance(500 * Math.ceil(right.length / 100))
  let rest = 0
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) rest += part.value.length
  expect(rest + 200).toBe(right.length)
})

test('chunks: the right body, cut at each byte', async () => {
  const { url, right } = await faulty({ kind: 'chunks' })
  const { text, chunks } = await ask(url)
  expect([text, chunks]).toEqual([right, right.length])
})

describe('answer: another one', () => {
  test.each([
    ['a login page', answers.loginPage, 200, 'text/html', '<!doctype html>'],
    ['an empty body', answers.emptyBody, 200, 'application/json', ''],
    ['a message', answers.messageOnly, 200, 'application/json', '{"message":'],
    ['401', answers.unauthorized, 401, 'application/json', '{"message":'],
    ['403', answers.forbidden, 403, 'application/json', '{"message":'],
    ['null', wrongShape(null), 200, 'application/json', 'null'],
    ['{}', wrongShape({}), 200, 'application/json', '{}'],
    ['[]', wrongShape([]), 200, 'application/json', '[]'],
    ['apps that are no list', wrongShape({ apps: { a: 1 } }), 200, 'application/json', '{"apps":{"a":1}}'],
    ['500', failure(500), 500, 'application/json', '{"message":'],
    ['half JSON as text', { kind: 'answer', body: '{"apps":[{' } as const, 200, undefined, '{"apps":[{'],
  ])('%s', async (_, fault, status, type, begin) => {
    const { url } = await faulty(fault)
    const answer = await ask(url)
    expect([answer.status, answer.headers['content-type'], answer.text.slice(0, Math.max(begin.length, 0))]).toEqual([
      status,
      type,
      begin,
    ])
    if (begin === '') expect(answer.text).toBe('')
  })

  test('503 with Retry-After', async () => {
    const { url } = await faulty(failure(503, '120'))
    expect(await ask(url)).toMatchObject({ status: 503, headers: { 'retry-after': '120' } })
  })
})

test('redirect: to itself, or to another host', async () => {
  const loop = await faulty({ kind: 'redirect' })
  expect(await ask(`${loop.url}?embed=apps.tasks`)).toMatchObject({
    status: 302,
    headers: { location: `${loop.url}?embed=apps.tasks` },
  })
  const away = await faulty({ kind: 'redirect', to: 'http://169.254.169.254/', status: 307 })
  expect(await ask(away.url)).toMatchObject({ status: 307, headers: { location: 'http://169.254.169.254/' } })
})

test('huge: as many bytes as wanted, and a thousandth of it with gzip', async () => {
  const plain = await faulty({ kind: 'huge', bytes: 5_000_000 })
  expect((await ask(plain.url)).text).toHaveLength(5 * 1024 * 1024 + 9)
  const bomb = await faulty({ kind: 'huge', bytes: 50_000_000, gzip: true })
  const packed: Buffer[] = []
  await new Promise<void>(resolve =>
    request(bomb.url, response => response.on('data', chunk => packed.push(chunk)).on('end', resolve)).end(),
  )
  const bytes = Buffer.concat(packed)
  expect(bytes.length).toBeLessThan(100_000)
  expect(gunzipSync(bytes).length).toBe(48 * 1024 * 1024 + 9)
})

test('midway: something happens between the halves of the body', async () => {
  const simulator = await start({ instances: 2 })
  simulator.misbehave({ kind: 'midway', run: () => simulator.elect(1) }, { times: 1 })
  expect((await ask(`${simulator.url}/v2/apps`)).text).toBe('{"apps":[]}')
  expect(simulator.leader).toBe(1)
})

test('rewrite: the right body, changed', async () => {
  const { url } = await faulty({ kind: 'rewrite', body: body => body.replace('/web', '/other') })
  expect(JSON.parse((await ask(url)).text).apps[0].id).toBe('/other')
})

test('a fault hits its route, its instance and as often as said; then all is right again', async () => {
  const simulator = await start({ instances: 2 })
  const [a = '', b = ''] = simulator.urls
  const statusOf = async (url: string) => (await ask(url)).status
  const first = simulator.misbehave(failure(500), { route: '/v2/apps', instance: 1, times: 2 })
  expect(await statusOf(`${a}/v2/apps`)).toBe(200)
  expect(await statusOf(`${b}/v2/tasks`)).toBe(200)
  expect([await statusOf(`${b}/v2/apps`), await statusOf(`${b}/v2/apps`), await statusOf(`${b}/v2/apps`)]).toEqual([
    500, 500, 200,
  ])
  expect(first.hits).toBe(2)
  const second = simulator.misbehave(failure(502))
  simulator.misbehave(failure(504))
  expect([await statusOf(`${a}/ping`), second.hits]).toEqual([504, 0])
  simulator.behave()
  expect(await statusOf(`${a}/ping`)).toBe(200)
  const third = simulator.misbehave(failure(500))
  third.clear()
  expect(await statusOf(`${a}/ping`)).toBe(200)
})

test('refused: the listener is closed, and opened again on its port', async () => {
  const simulator = await start()
  const instance = simulator.instances[0]
  await instance?.close()
  await expect(ask(`${simulator.url}/ping`)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await instance?.open()
  expect((await ask(`${simulator.url}/ping`)).text).toBe('pong')
})
