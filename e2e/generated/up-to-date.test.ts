import { describe, expect, test } from 'vitest'
import { generatedFiles } from '../../generate/generated-files.ts'
import { filesLike, textOf } from '../rules/tracked-files.ts'

const files = generatedFiles()

describe('what is generated', () => {
  test.each([...files.keys()])('%s is what `npm run docs` writes', path => {
    expect(filesLike(/./), 'it is missing: run `npm run docs`').toContain(path)
    expect(textOf(path) === files.get(path), 'it is out of date: run `npm run docs`').toBe(true)
  })

  test('nothing is left of what is generated no longer', () => {
    const kept = filesLike(/^(docs\/api\/|packages\/[^/]+\/schema\/)/)
    expect(kept.filter(path => !files.has(path))).toEqual([])
  })
})
