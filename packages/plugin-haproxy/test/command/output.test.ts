import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeEnd, lastWords } from '../../src/command/describe-end.ts'
import { commandEnvironment } from '../../src/command/environment.ts'
import { createOutputRing } from '../../src/command/output-ring.ts'

test('keeps the last bytes of any stream', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 40 })), fc.integer({ min: 1, max: 50 }), (texts, limit) => {
      const ring = createOutputRing(limit)
      const ascii = texts.map(text => text.replace(/[^ -~]/g, '?'))
      for (const text of ascii) ring.push(Buffer.from(text))
      expect(ring.text()).toBe(ascii.join('').slice(-limit))
    }),
  )
})

test('cuts and cleans what a command said', () => {
  expect(lastWords(' \u001b[31mred\u001b[0m\u0007 \r\nnext\n')).toBe('red \nnext')
  const long = lastWords(`${'x'.repeat(3000)}\n${'y'.repeat(1400)}\nend`)
  expect(long.startsWith('… yyy')).toBe(true)
  expect(long.endsWith('\nend')).toBe(true)
  expect(lastWords('z'.repeat(5000))).toHaveLength(1502)
})

test.each([
  [{ kind: 'exit', code: 2 } as const, 'exit code 2'],
  [{ kind: 'exit', code: 126 } as const, 'exit code 126, not executable'],
  [{ kind: 'exit', code: 127 } as const, 'exit code 127, not found'],
  [{ kind: 'signal', signal: 'SIGSEGV' } as const, 'killed by SIGSEGV'],
  [{ kind: 'timeout', timeoutMs: 30_000 } as const, 'still running after 30 s and stopped'],
  [{ kind: 'not started', error: new Error('spawn EMFILE') } as const, 'not started: spawn EMFILE'],
])('says how a command ended: %j', (end, words) => {
  expect(describeEnd(end)).toBe(words)
})

test('gives a command no variable that was not asked for', () => {
  const env = { PATH: '/bin', HOME: '/root', TZ: undefined, PROXYM_HTTP_TOKEN: 'secret', EXTRA: 'x' }
  expect(commandEnvironment(['EXTRA', 'MISSING'], env)).toEqual({ PATH: '/bin', HOME: '/root', EXTRA: 'x' })
})
