import { expect, it } from 'vitest'
import { captureLogs } from './capture.ts'

it('marks a line by its outcome, else by its level', () => {
  const { logger, stdout, stderr } = captureLogs({ tty: true, color: false, level: 'debug' })
  logger.named('core/cycle').info('waiting for marathon/apps', { outcome: 'held' })
  logger.named('core/cycle').info('applied #1', { outcome: 'applied', ms: 412 })
  logger.named('marathon/apps').warn('HTTP 503 from m1:8080', { tries: 2 })
  logger.named('haproxy').error('check failed')
  logger.named('haproxy').info('healed by #4', { outcome: 'healed' })
  logger.info('odd', { outcome: 'unheard of' })
  expect(stdout.lines).toEqual([
    '14:02:08  ‖ waiting for marathon/apps',
    '14:02:08  ✓ applied #1  ms=412',
    '14:02:08  ! marathon/apps  HTTP 503 from m1:8080  tries=2',
    '14:02:08  ✓ haproxy      healed by #4',
    '14:02:08  · odd  outcome="unheard of"',
  ])
  expect(stderr.lines).toEqual(['14:02:08  ✗ haproxy      check failed'])
})

it('writes words for symbols on terminals without UTF-8', () => {
  const { logger, stdout, stderr } = captureLogs({ tty: true, color: false, ascii: true })
  logger.info('a', { outcome: 'ok' })
  logger.info('b', { outcome: 'held' })
  logger.warn('c')
  logger.error('d')
  expect([...stdout.lines, ...stderr.lines]).toEqual([
    '14:02:08  ok   a',
    '14:02:08  held b',
    '14:02:08  warn c',
    '14:02:08  FAIL d',
  ])
})

it('colours time, mark, module and fields when the stream takes colours', () => {
  const { logger, stderr } = captureLogs({ tty: true, color: true })
  logger.named('haproxy').error('check failed', { tries: 1 })
  expect(stderr.text).toBe(
    '\u001b[2m14:02:08\u001b[22m  \u001b[31m✗\u001b[39m \u001b[1mhaproxy    \u001b[22m  check failed \u001b[2m tries=1\u001b[22m\n',
  )
})

it('has no escape byte in a pipe', () => {
  const { logger, stdout } = captureLogs({ tty: true })
  logger.warn('a \u001b[31mred\u001b[0m')
  expect(stdout.text).toBe('14:02:08  ! a \\u001b[31mred\\u001b[0m\n')
})

it('shows details below, each line indented and escaped', () => {
  const { logger, stderr } = captureLogs({ tty: true, color: false })
  logger.named('haproxy').error('check failed', { detail: '[ALERT] a\n14:02:09  ✓ forged\u001b[2J', tries: 1 })
  expect(stderr.lines).toEqual([
    '14:02:08  ✗ haproxy      check failed  tries=1',
    '            [ALERT] a',
    '            14:02:09  ✓ forged\\u001b[2J',
  ])
})
