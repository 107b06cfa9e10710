import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CommandError, runCommand } from '../../scripts/run-command.mjs'
import { codeBlocks } from './markdown.ts'
import { filesLike, root, textOf } from './tracked-files.ts'

// A block that is only part of a program says so: ```ts part
const blocks = filesLike(/\.md$/).flatMap(page =>
  codeBlocks(textOf(page))
    .filter(block => block.language === 'ts' && !block.isPart)
    .map((block, index) => ({ page, ...block, file: `${page.replace(/[^a-z]+/gi, '-')}-${index}.ts` })),
)

let folder: string
let output: string

beforeAll(async () => {
  // Inside the workspace, so that imports are found as they are from a package that depends on everything.
  await mkdir(join(root, 'test-results'), { recursive: true })
  folder = await mkdtemp(join(root, 'test-results', 'docs-'))
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(configuration()))
  for (const { file, text } of blocks) await writeFile(join(folder, file), `${text}\nexport {}\n`)
  output = await runCommand('tsc', ['--project', folder, '--pretty', 'false']).catch(error =>
    error instanceof CommandError ? error.output : '',
  )
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('TypeScript in the documentation', () => {
  test('is there to be checked', () => {
    expect(blocks.length).toBeGreaterThan(0)
    // An error without a file means that tsc could not even begin.
    expect(output).not.toMatch(/^error/m)
  })

  test.each(blocks)('$page, line $line compiles', ({ file }) => {
    expect(output.split('\n').filter(line => line.includes(`${file}(`))).toEqual([])
  })
})

function configuration() {
  return {
    extends: '../../tsconfig.json',
    files: blocks.map(block => block.file),
    references: [],
    compilerOptions: {
      noEmit: true,
      emitDeclarationOnly: false,
      composite: false,
      incremental: false,
      rootDir: root,
      rewriteRelativeImportExtensions: false,
      // The sources, not what was built last.
      paths: {
        '@proxym/core/testing': ['../../packages/core/src/testing.ts'],
        '@proxym/core/testing/conformance': ['../../packages/core/src/testing/conformance.ts'],
        '@proxym/*': ['../../packages/*/src/index.ts'],
      },
    },
  }
}
