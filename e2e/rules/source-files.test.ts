import { describe, expect, test } from 'vitest'
import { codeOf } from './code-of.ts'
import { filesLike, textOf } from './tracked-files.ts'

const sources = filesLike(/^packages\/[^/]+\/src\/.*\.ts$/)
const programs = filesLike(/\.(ts|mts|mjs|js)$/)

const linesOf = (path: string) => textOf(path).trimEnd().split('\n').length

describe('the size of files', () => {
  test('no file has more than 250 lines', () => {
    const tooLong = programs.filter(path => linesOf(path) > 250).map(path => `${path}: ${linesOf(path)} lines`)
    expect(tooLong).toEqual([])
  })

  test('half of the source files have 100 lines or fewer', () => {
    const lines = sources.map(linesOf).sort((a, b) => a - b)
    expect(lines.length).toBeGreaterThan(0)
    expect(lines[Math.floor(lines.length / 2)]).toBeLessThanOrEqual(100)
  })
})

describe('names', () => {
  test('no file or folder is called utils, helpers, common or manager', () => {
    expect(programs.filter(path => /(^|[/-])(utils?|helpers?|common|managers?)([./-]|$)/i.test(path))).toEqual([])
  })
})

describe('core is headless', () => {
  // The test kit watches the process for plugins that touch it.
  const core = sources.filter(path => path.startsWith('packages/core/') && !path.startsWith('packages/core/src/testing/'))

  test.each([
    ['console', /\bconsole\s*\./],
    ['exit codes, signals and the environment', /\bprocess\s*\.\s*(exit|exitCode|abort|on|once|off|kill|env|argv|stdin)\b/],
  ])('it does not touch %s', (_, pattern) => {
    expect(core.filter(path => pattern.test(codeOf(textOf(path))))).toEqual([])
  })

  test('it does not import node:process', () => {
    expect(core.filter(path => /from '(node:)?process'/.test(textOf(path)))).toEqual([])
  })
})

describe('plugins', () => {
  const indexes = sources.filter(path => /^packages\/plugin-[^/]+\/src\/index\.ts$/.test(path))
  const io =
    /from '(node:(fs|fs\/promises|child_process|net|tls|dgram|http|https|timers|timers\/promises)|undici|ioredis|chokidar)'/

  test('src/index.ts only wires: it imports nothing that does I/O', () => {
    expect(indexes.length).toBeGreaterThan(0)
    expect(indexes.filter(path => io.test(textOf(path)))).toEqual([])
  })
})

describe('state', () => {
  test('no source file has a module-level `let`: two instances must not know each other', () => {
    expect(sources.filter(path => /^(export )?(let|var) /m.test(codeOf(textOf(path))))).toEqual([])
  })
})
