import { expect, test } from 'vitest'
import { codeBlocks, headingAnchors, linksOf } from './markdown.ts'

const page = [
  '# One: `a` & two',
  '[one](./a.md#x) ![pic](b.png "title") `[no](c.md)`',
  '```json',
  '{ "a": "[no](d.md)" }',
  '# no heading',
  '```',
].join('\n')

test('finds links in prose, not in code', () => {
  expect(linksOf(page)).toEqual(['./a.md#x', 'b.png'])
})

test('finds blocks with their language and line', () => {
  expect(codeBlocks(page)).toEqual([{ language: 'json', text: '{ "a": "[no](d.md)" }\n# no heading\n', line: 3, isPart: false }])
})

test('knows a block that is only part of a program', () => {
  expect(codeBlocks('```ts part\nx\n```')).toMatchObject([{ language: 'ts', isPart: true }])
})

test('spells anchors as code hosts do', () => {
  expect(headingAnchors(page)).toEqual(['one-a--two'])
})
