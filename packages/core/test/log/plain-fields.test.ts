import { expect, it } from 'vitest'
import { fieldText } from '../../src/log/field-text.ts'
import { plainFields } from '../../src/log/plain-fields.ts'
import { problemFields } from '../../src/log/problem-fields.ts'
import { ProxymError } from '../../src/problem.ts'

const textOf = (fields: Record<string, unknown>, withStack = false) => fieldText(plainFields(fields, withStack))

it('writes key=value, in quotes when needed', () => {
  expect(textOf({ a: 1, b: 'two words', c: 'say "x"\\', d: '', e: true, f: null, g: undefined, h: 'x=y', i: 'a\nb' })).toBe(
    String.raw` a=1 b="two words" c="say \"x\"\\" d="" e=true f=null h="x=y" i="a\nb"`,
  )
})

it('writes objects as a.b and lists with commas', () => {
  expect(textOf({ a: { b: { c: 1 } }, list: [1, 'x', { y: 2 }], none: [], empty: {} })).toBe(
    String.raw` a.b.c=1 list="1,x,{\"y\":2}" none="" empty={}`,
  )
})

it('writes an error as message and code, what caused it, and the stack only when asked', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const error = Object.assign(new TypeError('fetch failed', { cause }), { code: 'UND' })
  expect(textOf({ error, tries: 2 })).toBe(' error="fetch failed" code=UND error.cause="connect ECONNREFUSED" tries=2')
  expect(textOf({ code: 'MINE', error })).toContain(' code=MINE error="fetch failed" error.code=UND')
  expect(textOf({ error }, true)).toContain(String.raw` stack="TypeError: fetch failed\n    at `)
})

it('takes the code of a ProxymError from its first problem', () => {
  const error = new ProxymError({ code: 'PROXYM_X', message: 'broken.', hint: 'Mend it.' })
  expect(textOf({ error })).toBe(' error="broken. Mend it." code=PROXYM_X')
})

it('an explicit code counts, whatever the order', () => {
  const error = Object.assign(new Error('a'), { code: 'THEIRS' })
  expect(plainFields({ error, code: 'MINE' }, false)).toMatchObject({ code: 'MINE', error: 'a' })
})

it('survives everything that a plugin can give', () => {
  const circle: Record<string, unknown> = {}
  circle.self = circle
  const many: unknown[] = []
  for (let i = 0; i < 60; i++) many.push(many)
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const odd = {
    get broken(): string {
      throw new Error('getter')
    },
    proxy,
    circle,
    many,
    big: 10n,
    symbol: Symbol('s'),
    call: () => 1,
    nan: Number.NaN,
    date: new Date(Number.NaN),
    bytes: new Uint8Array(12),
    map: new Map([['k', 1]]),
    set: new Set([1, 2]),
    level: 'mine',
    msg: 'mine',
    toString: 5,
  }
  const text = textOf(odd)
  for (const part of [
    'broken=[unreadable]',
    'proxy=[unreadable]',
    'big=10',
    'call=[function]',
    'nan=NaN',
    'bytes="[12 bytes]"',
  ]) {
    expect(text).toContain(part)
  }
  for (const part of ['map.k=1', 'set=1,2', 'level_=mine', 'msg_=mine', 'date="Invalid Date"', 'symbol=Symbol(s)']) {
    expect(text).toContain(part)
  }
  expect(text.length).toBeLessThan(100_000)
  expect(plainFields(proxy as Record<string, unknown>, false)).toEqual({ fields: '[unreadable]' })
  expect(plainFields(null as unknown as Record<string, unknown>, false)).toEqual({})
})

it('cuts what is too long', () => {
  expect(plainFields({ a: 'x'.repeat(20_000) }, false).a).toMatch(/^x{16384}… \(3616 more characters\)$/)
  const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, i]))
  expect(Object.keys(plainFields(wide, false))).toHaveLength(100)
})

it('writes a problem as fields under the names that people search for', () => {
  const problem = { code: 'PROXYM_X', message: 'm', where: 'a.yaml:3:1', subject: 'pay', hint: 'Mend it.' }
  expect(textOf(problemFields(problem))).toBe(' code=PROXYM_X where=a.yaml:3:1 service=pay hint="Mend it."')
})
