import { expect, test } from 'vitest'
import { z } from 'zod'
import { toJsonSchema } from '../../generate/schema/to-json-schema.ts'

const lower = z.preprocess(value => String(value).toLowerCase(), z.enum(['on', 'off']))

test('shows what is written, not what becomes of it', () => {
  const schema = z.strictObject({ port: z.string().transform(Number), size: z.int().default(3) })
  expect(toJsonSchema(schema, new Map())).toEqual({
    type: 'object',
    properties: {
      port: { type: 'string' },
      size: { type: 'integer', default: 3, minimum: -(2 ** 53) + 1, maximum: 2 ** 53 - 1 },
    },
    required: ['port'],
    additionalProperties: false,
  })
})

test('leaves out what only code can give, and offers the tidy form of what is tidied up', () => {
  const schema = z.strictObject({ template: z.union([z.string(), z.custom(value => typeof value === 'function')]), mode: lower })
  expect(toJsonSchema(schema, new Map()).properties).toEqual({
    template: { type: 'string' },
    mode: { type: 'string', enum: ['on', 'off'] },
  })
})

test('describes fields at every depth by their doc comments; what the schema says itself wins', () => {
  const docs = new Map([
    ['outer', { description: 'Outside.' }],
    ['inner', { description: 'Inside.', defaultValue: 1 }],
    ['own', { description: 'Not this.' }],
  ])
  const schema = z.strictObject({
    outer: z.array(z.strictObject({ inner: z.number().optional() })),
    own: z.string().describe('This.'),
  })
  expect(toJsonSchema(schema, docs).properties).toMatchObject({
    outer: { description: 'Outside.', items: { properties: { inner: { description: 'Inside.', default: 1, type: 'number' } } } },
    own: { description: 'This.' },
  })
})
