import { describe, expect, it } from 'vitest'
import { ProxymError } from '../../src/problem.ts'
import { captureLogs } from './capture.ts'

describe('streams and levels', () => {
  it('writes below error to stdout, error and above to stderr', () => {
    const { logger, stdout, stderr } = captureLogs({ level: 'DEBUG', format: '%{level}' })
    logger.debug('a')
    logger.info('b')
    logger.notice('c')
    logger.warn('d')
    logger.error('e')
    logger.critical('f')
    expect(stdout.lines).toEqual(['DEBUG', 'INFO', 'NOTICE', 'WARNING'])
    expect(stderr.lines).toEqual(['ERROR', 'CRITICAL'])
  })

  it('writes everything to stderr for commands that print data', () => {
    const { logger, stdout, stderr } = captureLogs({ allToStderr: true, format: '%{id} %{message}' })
    logger.info('a')
    logger.error('b')
    expect(stdout.text).toBe('')
    expect(stderr.lines).toEqual(['1 a', '2 b'])
  })

  it.each([
    ['critical', []],
    ['Error', ['error']],
    ['WARNING', ['warn', 'error']],
    ['notice', ['notice', 'warn', 'error']],
    [undefined, ['info', 'notice', 'warn', 'error']],
  ])('at level %s writes no less loud line', (level, expected) => {
    const { logger, stdout, stderr } = captureLogs({ level, format: '%{message}' })
    for (const name of ['debug', 'info', 'notice', 'warn', 'error'] as const) logger[name](name)
    expect([...stdout.lines, ...stderr.lines]).toEqual(expected)
  })

  it('refuses a level that does not exist', () => {
    expect(() => captureLogs({ level: 'warn' })).toThrow(ProxymError)
    expect(() => captureLogs({ level: 'warn' })).toThrow('critical, error, warning, notice, info, debug, got "warn"')
  })

  it('names plugin and tap', () => {
    const { logger, stdout } = captureLogs({ format: '%{longfunc}: %{message}' })
    logger.named('marathon/apps').named('haproxy#2/file').info('a')
    logger.info('b')
    expect(stdout.lines).toEqual(['haproxy#2/file: a', 'core: b'])
  })
})

describe('forms', () => {
  const lineOf = (options: Parameters<typeof captureLogs>[0]) => {
    const { logger, stdout } = captureLogs(options)
    logger.named('core/cycle').info('applied', { outcome: 'applied', cycle: 2, reasons: 'marathon: event ×3' })
    return stdout.text
  }

  it('is the default pattern off a terminal', () => {
    expect(lineOf({})).toBe(
      '04.07.2026 14:02:08 [INFO] core/cycle: applied outcome=applied cycle=2 reasons="marathon: event ×3"\n',
    )
  })

  it('is the short form on a terminal', () => {
    expect(lineOf({ tty: true, color: false })).toBe('14:02:08  ✓ applied  cycle=2 reasons="marathon: event ×3"\n')
  })

  it('is a priority without a time under journald, also on a terminal', () => {
    expect(lineOf({ journal: true, tty: true })).toBe(
      '<6>core/cycle: applied outcome=applied cycle=2 reasons="marathon: event ×3"\n',
    )
  })

  it('is one flat object a line with json', () => {
    const { logger, stderr } = captureLogs({ format: 'json', tty: true, journal: true })
    logger.named('haproxy/file').error('check failed', { code: 'PROXYM_CHECK_FAILED', cycle: 4, service: 'pay', at: { line: 3 } })
    expect(stderr.text).toBe(
      '{"level":"error","time":"2026-07-04T12:02:08.050Z","module":"haproxy/file","plugin":"haproxy","tap":"file",' +
        '"code":"PROXYM_CHECK_FAILED","cycle":4,"service":"pay","at.line":3,"msg":"check failed"}\n',
    )
  })

  it('gives the plugin that a line is about, not half of the one that logs', () => {
    const { logger, stdout } = captureLogs({ format: 'json' })
    logger.named('core/cycle').info('a', { plugin: 'marathon' })
    expect(JSON.parse(stdout.text)).toEqual({
      level: 'info',
      time: expect.any(String),
      module: 'core/cycle',
      plugin: 'marathon',
      msg: 'a',
    })
  })

  it('is as set, whatever the stream is', () => {
    expect(lineOf({ format: '%{message:.3s}', tty: true, journal: true })).toMatch(/^app outcome/)
  })

  it('is chosen for each stream by what it is', () => {
    const { logger, stdout, stderr } = captureLogs({ color: false })
    const terminal = captureLogs({ stdout: Object.assign(stdout, { isTTY: true }), stderr, color: false })
    terminal.logger.info('a')
    terminal.logger.error('b')
    expect(stdout.text).toBe('14:02:08  · a\n')
    expect(stderr.text).toContain('[ERROR] core: b')
    expect(logger.dropped).toBe(0)
  })
})
