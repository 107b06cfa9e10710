import { connect } from 'node:net'
import { ProxymError } from '@proxym/core'
import { expect, onTestFinished, test } from 'vitest'
import { askMasters } from '../src/ask-masters.ts'
import { createClient } from '../src/client.ts'
import { resolveAddresses } from '../src/names.ts'
import { leads, nobody, type Script, scriptedMaster } from './scripted-master.ts'

async function asked(scripts: readonly Script[], first?: number) {
  const masters = await Promise.all(scripts.map(scriptedMaster))
  const client = createClient()
  onTestFinished(() => client.close())
  const asking = { client, resolve: resolveAddresses, modern: new Set<string>(), known: undefined }
  const urls = masters.map(({ url }) => url)
  const ask = (signal = new AbortController().signal, roundMs?: number) =>
    askMasters(urls, first === undefined ? undefined : urls[first], asking, signal, roundMs)
  return { masters, urls, ask }
}

const leader = { host: '10.0.0.7', port: 5050 }
const good = leads('10.0.0.7', 5050)
const refuses: Script = () => ({ status: 401 })
const hangs: Script = () => undefined

test('a master that fails is passed over and named, the next one is asked', async () => {
  const { urls, masters, ask } = await asked([refuses, good, good])
  const round = await ask()
  expect(round).toMatchObject({
    answer: leader,
    master: urls[1],
    failures: [{ master: urls[0], reason: expect.stringContaining('asks for a user (status 401)') }],
  })
  expect(masters[2]?.requests).toEqual([])
})

test('the one that answered last is asked first', async () => {
  const { urls, masters, ask } = await asked([good, good, good], 2)
  expect((await ask()).master).toBe(urls[2])
  expect(masters.map(({ requests }) => requests.length)).toEqual([0, 0, 1])
})

test('a master that knows no leader does not speak for one that does', async () => {
  const { urls, ask } = await asked([nobody, good])
  expect(await ask()).toMatchObject({ answer: leader, master: urls[1], failures: [] })
})

test('nobody leads when all that answer say so', async () => {
  const { urls, ask } = await asked([refuses, nobody, nobody])
  expect(await ask()).toMatchObject({ answer: 'nobody', master: urls[1] })
})

test('none that answers is an error that names the reason of each', async () => {
  const { urls, masters, ask } = await asked([refuses, () => ({ status: 500 }), good])
  await masters[2]?.close()
  const error = await ask().then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ProxymError)
  expect((error as ProxymError).problems).toMatchObject([{ code: 'PROXYM_MESOS_NO_ANSWER' }])
  for (const part of [...urls, 'status 401', 'status 500', 'ECONNREFUSED']) expect(String(error)).toContain(part)
})

test.each<[string, Script]>([
  ['accepts and never answers', hangs],
  [
    'sends its status and then nothing',
    (_, response) => {
      response.writeHead(200).write('{')
      return undefined
    },
  ],
  [
    'sends a byte at a time',
    (_, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(timer))
      return undefined
    },
  ],
  [
    'closes the connection',
    (_, response) => {
      response.destroy()
      return undefined
    },
  ],
])('a master that %s costs no more than its time', async (_, script) => {
  const { urls, ask } = await asked([script, script, good])
  const { answer, master, failures } = await ask(undefined, 3000)
  expect([answer, master]).toEqual([leader, urls[2]])
  expect(failures.map(failure => failure.master)).toEqual(urls.slice(0, 2))
  for (const { reason } of failures) expect(reason).toMatch(/^no answer within 1000 ms$|other side closed/)
})

test('a stop ends the round at once', async () => {
  const { masters, ask } = await asked([hangs, good])
  const stop = new AbortController()
  const round = ask(stop.signal)
  while (masters[0]?.requests.length === 0)
    await new Promise(resolve =>
      connect(masters[1]?.port ?? 0)
        .end()
        .on('close', resolve),
    )
  stop.abort(new Error('stopped'))
  await expect(round).rejects.toThrow('stopped')
  expect(masters[1]?.requests).toEqual([])
})
