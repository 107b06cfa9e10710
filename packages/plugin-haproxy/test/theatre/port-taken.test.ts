import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { until } from '../rig/until.ts'
import { openTheatre } from './theatre.ts'

vi.setConfig({ testTimeout: 60_000 })

test('a port of another process passes the check: it is not tried on HAProxy, which would stop accepting, and is live once it is free', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const { template, textFor, write, live, wrong, told, traffic } = await openTheatre()
  await write('t.liquid', template.replace('  bind ', `  bind 127.0.0.1:${port}\n  bind `))
  await until('it is found', () => wrong().length > 0)
  expect(await live()).toBe(textFor('first'))
  const seen = traffic.requests()
  await until('clients have asked on', () => traffic.requests() > seen + 100)
  other.close()
  await until('it is live', async () => (await live()).includes(`:${port}`) && wrong().length === 0, 20_000)
  await traffic.stop()
  expect(traffic.failures).toEqual([])
  expect(told()).toEqual([expect.stringMatching(/^(error|warn) /), 'Applied config', 'Healed'])
})

test('what passes its check and fails to load three times gives way to the last loaded file, and is not tried again', async () => {
  const { textFor, live, change, wrong, processes, told, traffic, orphans } = await openTheatre({
    checkCommand: 'grep -q frontend %s',
  })
  await change('second')
  expect(await live()).toBe(textFor('second'))
  await change('refused')
  await until('HAProxy has refused it', async () => ((await processes())?.failed ?? 0) > 0)
  await until('the last loaded file is back', async () => (await live()) === textFor('second'), 20_000)
  await until('and loaded', async () => (await processes())?.failed === 0)
  await until('that is told', () => wrong().length > 0)
  // Another call of the generator has nothing to do.
  const reloads = (await processes())?.reloads
  await change('refused')
  expect((await processes())?.reloads).toBe(reloads)
  expect(await live()).toBe(textFor('second'))
  await change('third')
  await until('the next text is live', async () => (await live()) === textFor('third') && wrong().length === 0, 20_000)
  await until('clients see it', () => traffic.answers.includes('third'))
  await traffic.stop()
  expect(traffic.failures).toEqual([])
  expect(traffic.answers).toEqual(['first', 'second', 'third'])
  const failures = told().filter(line => /^(error|warn) /.test(line))
  expect(failures).toEqual([...new Set(failures)])
  await until('no command is left', async () => (await orphans()).length === 0)
})
