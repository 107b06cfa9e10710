import { PassThrough, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createPrinter } from '../src/printer.ts'

const { signal } = new AbortController()
const never = (): never => {
  throw new Error('the stream is there')
}

test('prints a text once, and again after another one', async () => {
  const stream = new PassThrough()
  const printer = createPrinter(stream, never)
  for (const text of ['a\n', 'a\n', 'b\n', 'a\n']) await printer.print(text, signal)
  expect(stream.read().toString()).toBe('a\nb\na\n')
})

test('waits for a slow reader, and is not heard twice when it gives up waiting', async () => {
  const stream = new PassThrough({ highWaterMark: 1 })
  const printer = createPrinter(stream, never)
  const controller = new AbortController()
  const first = printer.print('long\n', controller.signal)
  controller.abort()
  await expect(first).rejects.toThrow('aborted')
  const again = printer.print('long\n', signal)
  let done = false
  void again.then(() => {
    done = true
  })
  await Promise.resolve()
  expect(done).toBe(false)
  expect(stream.read().toString()).toBe('long\n')
  await again
  expect(stream.read()).toBeNull()
})

test('goes off with one message when its reader is gone, also while it waits', async () => {
  let fail: (error: Error) => void = () => {}
  const stream = new Writable({
    highWaterMark: 1,
    write(_chunk, _encoding, done) {
      fail = done
    },
  })
  const codes: string[] = []
  const printer = createPrinter(stream, code => codes.push(code))
  const waiting = printer.print('a\n', signal)
  fail(Object.assign(new Error('broken pipe'), { code: 'EPIPE' }))
  await waiting
  await printer.print('b\n', signal)
  await printer.print('c\n', signal)
  expect(codes).toEqual(['EPIPE'])
})

test('goes off with one message when the stream was closed before', async () => {
  const stream = new PassThrough()
  stream.destroy()
  const codes: string[] = []
  const printer = createPrinter(stream, code => codes.push(code))
  await printer.print('a\n', signal)
  await printer.print('b\n', signal)
  expect(codes).toEqual(['closed before'])
})

test('leaves no listener behind', async () => {
  const stream = new PassThrough({ highWaterMark: 1 })
  stream.resume()
  const before = stream.eventNames()
  const printer = createPrinter(stream, never)
  await printer.print('a\n', signal)
  printer.close()
  expect(stream.listenerCount('error')).toBe(0)
  expect(stream.listenerCount('drain')).toBe(0)
  expect(before).not.toContain('error')
})
