import { describe, expect, it } from 'vitest'
import { compilePattern, defaultPattern } from '../../src/log/pattern.ts'
import type { LogRecord } from '../../src/log/record.ts'
import type { ProxymError } from '../../src/problem.ts'
import { berlin } from './capture.ts'

const record: LogRecord = {
  id: 10,
  level: 'warning',
  time: Date.parse('2026-07-04T12:02:08.050Z'),
  module: 'marathon/apps',
  message: 'HTTP 503 from m1:8080',
  fields: { tries: 2, where: 'a b' },
  json: '{}',
}
const plain = { program: 'proxym', pid: 812, zone: berlin, paint: (_colour: string, text: string) => text }
const coloured = { ...plain, paint: (colour: string, text: string) => `<${colour}>${text}</>` }

describe('golden lines', () => {
  it.each([
    [defaultPattern, '04.07.2026 14:02:08 [WARNING] marathon/apps: HTTP 503 from m1:8080 tries=2 where="a b"'],
    ['%{message}', 'HTTP 503 from m1:8080 tries=2 where="a b"'],
    ['%{longfunc} %{shortfunc} %{module}', 'marathon/apps marathon/apps marathon/apps'],
    ['%{program}[%{pid}] %{id:03x} %{id:4d}| %{id:X}', 'proxym[812] 00a   10| A'],
    ['%{level:.4s} %{level:-9s}| %{level:9s}|', 'WARN WARNING  |   WARNING|'],
    ['100% %d %{id}}', '100% %d 10}'],
    ['%{time}', '2026-07-04T14:02:08.05+02:00'],
    ['no verb', 'no verb'],
  ])('%s', (pattern, line) => {
    expect(compilePattern(pattern, plain)(record)).toBe(line)
  })

  it('colours by level, and not at all where the stream takes no colours', () => {
    expect(compilePattern('%{color}x%{color:reset}', coloured)(record)).toBe('<yellow>x\u001b[0m')
    expect(compilePattern('%{color:bold}x', coloured)(record)).toBe('<bold><yellow>x')
    expect(compilePattern('%{color}x', coloured)({ ...record, level: 'info' })).toBe('x')
    expect(compilePattern('%{color:bold}x%{color:reset}', plain)(record)).toBe('x')
  })
})

describe('broken patterns', () => {
  it.each([
    ['%{shortfile}', '`%{shortfile}` is not a verb'],
    ['%{}', '`%{}` is not a verb'],
    ['%{Level}', '`%{Level}` is not a verb'],
    ['%{constructor}', '`%{constructor}` is not a verb'],
    ['a %{message', '"%{message" begins a verb'],
    ['%{level:wide}', '"wide" in `%{level:wide}`'],
    ['%{level:4x}', '"4x" in `%{level:4x}`'],
    ['%{color:pink}', '"pink" in `%{color:pink}`'],
    ['%{time:YYYY-MM-DD}', '"YYYY-MM-DD" in `%{time:…}` contains no part of a time'],
    ['%{message}\n', 'contains a line break'],
  ])('%j is refused with the next thing to do', (pattern, message) => {
    const [problem] = problemsOfPattern(pattern)
    expect(problem).toMatchObject({ code: 'PROXYM_LOG_FORMAT', message: expect.stringContaining(message) })
    expect(problem?.hint).toBeTruthy()
  })
})

function problemsOfPattern(pattern: string): ProxymError['problems'] {
  try {
    compilePattern(pattern, plain)
  } catch (error) {
    return (error as ProxymError).problems
  }
  return []
}
