import type { StandardSchemaV1 } from '@standard-schema/spec'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { definePlugin } from '../../src/plugin.ts'
import { describeProblem, problemsOf } from '../../src/problem.ts'

function mistakes(options: StandardSchemaV1, given: unknown): readonly string[] {
  try {
    definePlugin({ name: 'acme', options, apply() {} })(given)
    return []
  } catch (error) {
    return problemsOf(error, 'NONE').map(describeProblem)
  }
}

const nested = z.strictObject({
  size: z.number().gt(3).optional(),
  step: z.number().multipleOf(5).optional(),
  names: z.array(z.string().min(2)).min(1).max(2).optional(),
  mode: z
    .union([z.literal('all'), z.array(z.string()), z.strictObject({ only: z.string(), except: z.string().optional() })])
    .optional(),
  url: z.url().optional(),
  code: z
    .string()
    .regex(/^[a-z]+$/)
    .optional(),
  by: z.record(z.string(), z.strictObject({ weight: z.int() })).optional(),
  server: z.strictObject({ address: z.string(), port: z.int().default(80) }).optional(),
})

test.each([
  [{ size: 3 }, '`acme.size` must be more than 3, got 3. Write more than 3.'],
  [{ step: 4 }, '`acme.step` must be a multiple of 5, got 4. Correct it.'],
  [{ names: [] }, '`acme.names` must have at least 1 entry, got an empty list. Correct it.'],
  [{ names: ['ab', 'cd', 'ef'] }, '`acme.names` must have at most 2 entries, got a list. Correct it.'],
  [{ names: ['a'] }, '`acme.names[0]` must have at least 2 characters, got "a". Correct it.'],
  [{ mode: 5 }, '`acme.mode` must be "all" or a list or an object, got 5. Correct it.'],
  [{ mode: ['a', 5] }, '`acme.mode[1]` must be a string, got 5. Put it in quotes: "5".'],
  [{ mode: { only: 'a', exept: 'b' } }, 'unknown key `exept` in `acme.mode`. Did you mean `except`?'],
  [{ url: 'nope' }, '`acme.url` must be a valid url, got "nope". Correct it.'],
  [{ code: 'A1' }, '`acme.code` must match /^[a-z]+$/, got "A1". Correct it.'],
  [
    { by: { 'a b': { weight: 1.5 } } },
    '`acme.by["a b"].weight` must be a whole number, got 1.5. Write a number without a fraction.',
  ],
  [{ by: { a: { wieght: 1, weight: 1 } } }, 'unknown key `wieght` in `acme.by.a`. Did you mean `weight`?'],
  [{ server: { adress: 'a', address: 'b' } }, 'unknown key `adress` in `acme.server`. Did you mean `address`?'],
  [{ server: {} }, '`acme.server.address` is required (a string). Set it.'],
  [{ server: null }, '`acme.server` must be an object, got null. Correct it.'],
  [[], 'options of `acme` must be an object, got an empty list. Correct it.'],
  [{ url: 'https://user:pass@host/ x', code: 'a' }, ''],
])('words what zod finds in %j', (given, says) => {
  expect(mistakes(nested, given).join('\n')).toBe(says)
})

test('reports every mistake of the options together', () => {
  expect(mistakes(nested, { size: 'x', nmes: [], server: { port: '80' } })).toEqual([
    '`acme.size` must be a number, got "x". Write a number.',
    '`acme.server.address` is required (a string). Set it.',
    '`acme.server.port` must be a number, got "80". Write it without quotes: 80.',
    'unknown key `nmes` in `acme`. Did you mean `names`?',
  ])
})

test('shows long texts shortened and addresses without user and password', () => {
  const schema = z.strictObject({ a: z.number() })
  expect(mistakes(schema, { a: 'x'.repeat(500) })[0]?.length).toBeLessThan(130)
  expect(mistakes(schema, { a: 'http://user:pass@host' })).toEqual([
    '`acme.a` must be a number, got "http://***@host". Write a number.',
  ])
})

test('takes any Standard Schema: a message and a path are enough', () => {
  const issues = [{ message: 'Expected odd', path: ['a', { key: 0 }] }, { message: 'All wrong' }]
  const schema: StandardSchemaV1 = { '~standard': { version: 1, vendor: 'mine', validate: () => ({ issues }) } }
  expect(mistakes(schema, { a: [2] })).toEqual([
    '`acme.a[0]`: Expected odd. Correct it.',
    'options of `acme`: All wrong. Correct it.',
  ])
})

test('names the option once, also when the schema names it', () => {
  const schema = z.strictObject({
    a: z.strictObject({ format: z.string().refine(() => false, '`format` must be "x" or "y". Did you mean "x"?') }),
  })
  expect(mistakes(schema, { a: { format: 'z' } })).toEqual(['`acme.a.format` must be "x" or "y", got "z". Did you mean "x"?'])
  const alone = z.strictObject({ a: z.string().refine(() => false, '`a` must be "x".') })
  expect(mistakes(alone, { a: 'z' })).toEqual(['`acme.a` must be "x", got "z". Correct it.'])
})

test('finds keys of schemas that refer to themselves', () => {
  const node: z.ZodType = z.strictObject({
    label: z.string().optional(),
    get child() {
      return node.optional()
    },
  })
  expect(mistakes(node, { child: { child: { lable: 'x' } } })).toEqual([
    'unknown key `lable` in `acme.child.child`. Did you mean `label`?',
  ])
})
