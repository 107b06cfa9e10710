import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createHttpServer } from '../../src/http/create-http-server.ts'
import { listenFailed } from '../../src/http/errors.ts'
import { isLoopback } from '../../src/http/loopback.ts'
import type { ProxymError } from '../../src/problem.ts'
import { captureLogs } from '../log/capture.ts'

function newServer() {
  const server = createHttpServer({ logger: captureLogs().logger })
  onTestFinished(() => server.close())
  return server
}

const problemOf = async (listening: Promise<unknown>) => {
  const error = await listening.then(
    () => undefined,
    (thrown: ProxymError) => thrown,
  )
  return error?.problems[0]
}

it('says where it listens', async () => {
  const server = newServer()
  expect(server.address).toBeUndefined()
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  expect(address).toEqual({
    host: '127.0.0.1',
    port: expect.any(Number),
    url: `http://127.0.0.1:${address.port}`,
    loopback: true,
  })
  expect(server.address).toBe(address)
})

it('a port in use is an error that names the address and what to do, and another port can be tried', async () => {
  const other = createServer()
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const { port } = other.address() as { port: number }
  const server = newServer()
  expect(await problemOf(server.listen({ host: '127.0.0.1', port }))).toMatchObject({
    code: 'PROXYM_LISTEN_IN_USE',
    message: `\`127.0.0.1:${port}\` is in use.`,
    hint: expect.stringContaining('PROXYM_LISTEN_ADDRESS'),
  })
  expect((await server.listen({ host: '127.0.0.1', port: 0 })).port).toBeGreaterThan(0)
})

it('an address of another machine is an error', async () => {
  const problem = await problemOf(newServer().listen({ host: '192.0.2.1', port: 0 }))
  expect(problem).toMatchObject({
    code: 'PROXYM_LISTEN_ADDRESS',
    message: expect.stringContaining('`192.0.2.1:0` cannot be listened on ('),
  })
})

it('a port that needs a privilege is an error of its own', () => {
  const cause = Object.assign(new Error('listen EACCES'), { code: 'EACCES' })
  expect(listenFailed('127.0.0.1:80', cause).problems[0]).toMatchObject({
    code: 'PROXYM_LISTEN_DENIED',
    message: '`127.0.0.1:80` may not be used by this user.',
  })
})

it.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
])('%s is loopback: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected)
})

it('closing is safe to repeat, before listening too', async () => {
  const server = newServer()
  await server.close()
  await server.listen({ host: '127.0.0.1', port: 0 })
  await Promise.all([server.close(), server.close()])
  await server.close()
  expect(server.address).toBeUndefined()
})
