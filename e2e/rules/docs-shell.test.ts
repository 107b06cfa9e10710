import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { codeBlocks } from './markdown.ts'
import { filesLike, textOf } from './tracked-files.ts'

const blocks = filesLike(/\.md$/).flatMap(page =>
  codeBlocks(textOf(page))
    .filter(({ language }) => language === 'sh')
    .map(({ text, line }) => ({ place: `${page}:${line}`, text })),
)

// Most of them install or start something, so they are read and not run.
test.each(blocks)('the shell understands $place', ({ text }) => {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})
