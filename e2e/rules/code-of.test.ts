import { expect, test } from 'vitest'
import { codeOf } from './code-of.ts'

test.each([
  ['process.exit(1)', 'process.exit(1)'],
  ["a('process.exit')", "a('')"],
  ['a() // process.exit', 'a() '],
  ['/** process.env\n * more */ b', '\n b'],
  ["'it\\'s // no comment' + process.env", "'' + process.env"],
  ["// don't\nprocess.on('x') // isn't", "\nprocess.on('') "],
])('%j becomes %j', (source, code) => {
  expect(codeOf(source)).toBe(code)
})
