import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { Capture, captureLogs } from './capture.ts'

/** A reader that takes nothing until it is let go. */
class Blocked extends Writable {
  text = ''
  private waiting: (() => void) | undefined
  private isOpen = false
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    if (this.isOpen) done()
    else this.waiting = done
  }
  open(): void {
    this.isOpen = true
    this.waiting?.()
  }
}

it('drops and counts what a blocked reader does not take, in bounded memory, and says so when it is back', async () => {
  const stdout = new Blocked()
  const { logger } = captureLogs({ stdout, maxWaiting: 10_000, format: '%{message}' })
  for (let i = 0; i < 10_000; i++) logger.info(`line ${i}`)
  expect(stdout.writableLength).toBeLessThan(11_000)
  expect(logger.dropped).toBeGreaterThan(8000)
  const { dropped } = logger
  stdout.open()
  await logger.flush()
  logger.info('after')
  await logger.flush()
  expect(stdout.text.split('\n').slice(-3)).toEqual([
    'after',
    `Dropped log lines because their reader was slow lines=${dropped}`,
    '',
  ])
  expect(logger.dropped).toBe(dropped)
})

it('does not wait for a blocked reader at the end', async () => {
  const { logger } = captureLogs({ stdout: new Blocked() })
  logger.info('a')
  const start = performance.now()
  await logger.flush(20)
  expect(performance.now() - start).toBeLessThan(2000)
})

it('a reader that goes away is told once, costs its lines and nothing else', async () => {
  const broken: string[] = []
  const closed = Promise.withResolvers<void>()
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('EPIPE'), { code: 'EPIPE' })) })
  const { logger, stderr } = captureLogs({
    stdout,
    onBroken: (name, error) => broken.push(`${name} ${error.message}`),
    format: '%{message}',
  })
  stdout.once('close', closed.resolve)
  logger.info('a')
  await closed.promise
  logger.info('b')
  logger.error('c')
  await logger.flush()
  expect(broken).toEqual(['stdout EPIPE'])
  expect(logger.dropped).toBe(1)
  expect(stderr.lines).toEqual(['c'])
})

it('a stream that throws costs its line', () => {
  const stdout = new Capture()
  stdout.write = () => {
    throw new Error('no')
  }
  const { logger } = captureLogs({ stdout })
  expect(() => logger.info('a')).not.toThrow()
  expect(logger.dropped).toBe(1)
})

it('a process whose log reader is gone goes on', async () => {
  const script = `
    import { createLogger } from ${JSON.stringify(new URL('../../src/log/create-logger.ts', import.meta.url).href)}
    const broken = new Promise(resolve => {
      const logger = createLogger({ stdout: process.stdout, stderr: process.stderr, onBroken: (name, error) => resolve(name + ' ' + error.code) })
      const timer = setInterval(() => logger.info('x'.repeat(10000)), 1)
    })
    process.send(await broken)
    process.on('message', () => process.exit(7))
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  child.stdout?.destroy()
  expect(await once(child, 'message')).toEqual(['stdout EPIPE', undefined])
  child.send('end')
  expect(await once(child, 'exit')).toEqual([7, null])
})
