import { expect, test } from 'vitest'
import { docComments } from '../../generate/schema/doc-comments.ts'

const source = `
/** What the plugin takes. */
export const options = z.strictObject({
  /** Where it is. */
  path: z.string(),
  /**
   * How long it waits,
   * milliseconds. @default 1000
   */
  waitMs: z.int(),
  /** How. @default 'fast' */
  readonly mode?: string
  /** Who. @default the user that runs */
  user: z.string(),
  bare: z.string(),
})
interface Other {
  /** Another one. */
  path: string
}`

test('finds the comment of each field, on one line or several', () => {
  expect(Object.fromEntries(docComments(source))).toEqual({
    path: { description: 'Where it is.' },
    waitMs: { description: 'How long it waits, milliseconds.', defaultValue: 1000 },
    mode: { description: 'How.', defaultValue: 'fast' },
    user: { description: 'Who.' },
  })
})

test('begins where it is told to', () => {
  expect(docComments(source, 'interface Other').get('path')).toEqual({ description: 'Another one.' })
})
