import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { openSocket, serve } from './serve.ts'

const ask = 'GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n'
const half = 'GET /livez HTTP/1.1\r\nhost: local'

/** Resolves when the answer has come on a connection that stays open. */
async function answered(connection: ReturnType<typeof openSocket>): Promise<string> {
  while (!connection.text.includes('\r\n\r\n')) await once(connection.socket, 'data')
  return connection.text
}

describe('at the limit of connections', () => {
  it('1,000 half-open ones never keep out one that asks', async () => {
    // Nothing but the limit may close them here.
    const { address, url } = await serve({ limits: { headersMs: 60_000, requestMs: 60_000 } })
    const stalled: ReturnType<typeof openSocket>[] = []
    // In lots that the kernel's queue holds, so that it is the server that sees all of them.
    while (stalled.length < 1000) {
      const lot = Array.from({ length: 200 }, (_, index) => openSocket(address, index % 2 === 0 ? half : ''))
      await Promise.all(lot.map(({ socket }) => once(socket, 'connect')))
      stalled.push(...lot)
    }
    const latencies: number[] = []
    for (let index = 0; index < 50; index++) {
      const start = performance.now()
      const answer = await fetch(`${url}/livez`, { headers: { connection: 'close' } })
      expect(await answer.text()).toBe('ok')
      latencies.push(performance.now() - start)
    }
    // The oldest have made room.
    await Promise.all(stalled.slice(0, 900).map(({ ended }) => ended))
    expect(latencies.sort((a, b) => a - b)[25]).toBeLessThan(100)
  })

  it('the oldest one without a complete request makes room, idle ones too', async () => {
    const { address } = await serve({ limits: { connections: 2 } })
    const idle = openSocket(address, ask)
    await answered(idle)
    const second = openSocket(address, ask)
    await answered(second)
    const third = openSocket(address, ask)
    expect(await answered(third)).toContain('200 OK')
    await idle.ended
    expect(second.socket.destroyed).toBe(false)
  })

  it('one whose request is being answered is kept, and when all are, the new one is closed', async () => {
    const started = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    const { address } = await serve({
      limits: { connections: 1 },
      routes: routes =>
        routes.get('/slow', async c => {
          started.resolve()
          await finish.promise
          return c.text('slow')
        }),
    })
    const busy = openSocket(address, ask.replace('/livez', '/slow'))
    await started.promise
    expect(await openSocket(address, ask).ended).toBe('')
    finish.resolve()
    expect(await answered(busy)).toContain('slow')
    expect(await answered(openSocket(address, ask))).toContain('200 OK')
  })

  it('one that sends its body slowly makes room', async () => {
    const reading = Promise.withResolvers<void>()
    const { address } = await serve({
      limits: { connections: 1 },
      routes: routes =>
        routes.post('/things', async c => {
          reading.resolve()
          return c.text(await c.req.text())
        }),
    })
    const slow = openSocket(address, 'POST /things HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nabc')
    await reading.promise
    expect(await answered(openSocket(address, ask))).toContain('200 OK')
    await slow.ended
  })
})

describe('closing', () => {
  it('ends idle connections at once, answers what is being answered, and takes nothing new', async () => {
    const started = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    const { server, address } = await serve({
      limits: { graceMs: 60_000, idleMs: 60_000 },
      routes: routes =>
        routes.get('/slow', async c => {
          started.resolve()
          await finish.promise
          return c.text('slow')
        }),
    })
    const idle = openSocket(address, ask)
    await answered(idle)
    const stalled = openSocket(address, half)
    const busy = openSocket(address, ask.replace('/livez', '/slow'))
    await started.promise
    const closed = server.close()
    await Promise.all([idle.ended, stalled.ended])
    expect(busy.socket.destroyed).toBe(false)
    expect(await openSocket(address, ask).ended).toBe('')
    finish.resolve()
    expect(await busy.ended).toContain('slow')
    await closed
  })

  it('ends what is still being answered when the grace is over', async () => {
    const started = Promise.withResolvers<void>()
    const { server, address } = await serve({
      limits: { graceMs: 30 },
      routes: routes =>
        routes.get('/never', () => {
          started.resolve()
          return new Promise<Response>(() => {})
        }),
    })
    const busy = openSocket(address, ask.replace('/livez', '/never'))
    await started.promise
    await server.close()
    expect(await busy.ended).toBe('')
  })
})
