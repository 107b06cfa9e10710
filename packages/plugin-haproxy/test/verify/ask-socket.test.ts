import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { askSocket } from '../../src/verify/ask-socket.ts'
import { tempFolder } from '../rig/temp-folder.ts'

const signal = new AbortController().signal

async function serve(answer: (socket: Socket) => void): Promise<string> {
  const path = join(await tempFolder(), 's')
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, socket => {
    open.add(socket)
    socket.on('error', () => undefined)
    answer(socket)
  })
  await new Promise<void>(resolve => server.listen(path, resolve))
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return path
}

test('gives the whole answer, however it is cut', async () => {
  let asked = ''
  const path = await serve(socket => {
    socket.on('data', chunk => {
      asked += chunk
    })
    // As HAProxy's master: nothing ends before the question does.
    socket.on('end', () => {
      socket.write('PID: ')
      setImmediate(() => socket.end('1é\n'))
    })
  })
  expect(await askSocket(path, 'show info', { signal })).toBe('PID: 1é\n')
  expect(asked).toBe('show info\n')
})

test('gives up on a socket that does not answer, or not to the end', async () => {
  const silent = await serve(() => undefined)
  await expect(askSocket(silent, 'x', { signal, timeoutMs: 100 })).rejects.toThrow('no whole answer within 0.1 s')
  const half = await serve(socket => socket.write('half'))
  await expect(askSocket(half, 'x', { signal, timeoutMs: 100 })).rejects.toThrow('no whole answer')
})

test('gives up on an endless answer, a missing socket and a stop', async () => {
  const flood = await serve(socket => {
    const more = () => {
      while (socket.writable && socket.write(Buffer.alloc(65_536, 'x')));
    }
    socket.on('drain', more)
    more()
  })
  await expect(askSocket(flood, 'x', { signal })).rejects.toThrow('longer than 1048576 bytes')
  await expect(askSocket('/no/such/socket', 'x', { signal })).rejects.toMatchObject({ code: 'ENOENT' })
  const stop = new AbortController()
  const silent = await serve(() => stop.abort(new Error('stopped')))
  await expect(askSocket(silent, 'x', { signal: stop.signal })).rejects.toThrow('stopped')
})
