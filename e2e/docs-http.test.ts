import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startQuickstart } from './rig/quickstart.ts'
import { codeBlocks } from './rules/markdown.ts'
import { filesLike, textOf } from './rules/tracked-files.ts'

const page = textOf('docs/http.md')
const blocks = codeBlocks(page)
const curls = blocks.flatMap((block, index) => {
  const next = blocks[index + 1]
  const isAnswered = next !== undefined && (next.language === 'json' || next.language === 'text')
  return block.text.startsWith('curl ') ? [{ command: block.text.trim(), answer: isAnswered ? next : undefined }] : []
})
const TOKEN = 'quickstart-token'

let quickstart: Awaited<ReturnType<typeof startQuickstart>>
beforeAll(async () => {
  quickstart = await startQuickstart()
}, 60_000)
afterAll(() => quickstart.rig[Symbol.asyncDispose]())

/** Does what a curl command of the page does. */
async function run(command: string): Promise<{ status: number; text: string }> {
  const words = [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  )
  const headers = new Headers()
  let [method, path] = ['GET', '']
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-X') method = words.shift() ?? ''
    else if (word === '-H') {
      const [name = '', value = ''] = (words.shift() ?? '').replace('$PROXYM_HTTP_TOKEN', TOKEN).split(': ')
      headers.set(name, value)
    } else if (word.startsWith('localhost:5678')) path = word.slice('localhost:5678'.length)
    else if (word !== 'curl') throw new Error(`the test does not know ${word}`)
  }
  const answer = await fetch(`${quickstart.url}${path}`, { method, headers })
  return { status: answer.status, text: await answer.text() }
}

/** What a value is made of: keys and kinds. Lists are what their first item is; texts may also be null. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])]
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]))
}

describe('docs/http.md', () => {
  test.each(curls)('$command answers as shown', async ({ command, answer }) => {
    const { status, text } = await run(command)
    expect(status).toBe(/evil/.test(command) ? 403 : 200)
    if (answer === undefined) return
    const isExcerpt = page.split('\n')[answer.line - 1]?.endsWith(' excerpt') ?? false
    if (answer.language === 'json') {
      const [real, shown] = [shapeOf(JSON.parse(text)), shapeOf(JSON.parse(answer.text))]
      if (isExcerpt) expect(real).toMatchObject(shown as object)
      else expect(real).toEqual(shown)
    } else if (isExcerpt) {
      const series = (lines: string) => lines.split('\n').flatMap(line => /^[a-z].*(?= \S+$)/.exec(line)?.[0] ?? [])
      expect(series(answer.text).length).toBeGreaterThan(0)
      expect(series(text)).toEqual(expect.arrayContaining(series(answer.text)))
    } else expect(text.trim()).toBe(answer.text.trim())
  })

  test('shows a curl of every route, and lists it', async () => {
    const { paths } = (await (await fetch(`${quickstart.url}/openapi.json`)).json()) as { paths: Record<string, object> }
    const routes = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map(method => [method.toUpperCase(), path] as const),
    )
    expect(routes).toHaveLength(8)
    for (const [method, path] of routes) {
      expect(page).toContain(`| \`${method} ${path}\` |`)
      const pattern = new RegExp(`^curl ${method === 'GET' ? "'?" : `-X ${method} .*`}localhost:5678${path}\\b`)
      expect(curls.filter(({ command, answer }) => answer !== undefined && pattern.test(command))).not.toEqual([])
    }
  })

  test('names every code with which the server refuses', () => {
    const codes = filesLike(/^packages\/core\/src\/http\/errors\.ts$/).flatMap(
      path => textOf(path).match(/PROXYM_HTTP_[A-Z_]+/g) ?? [],
    )
    const refusals = codes.filter(code => code !== 'PROXYM_HTTP_TOKEN' || page.includes('`PROXYM_HTTP_TOKEN`'))
    expect(refusals.length).toBeGreaterThan(10)
    expect(refusals.filter(code => !page.includes(`\`${code}\` |`))).toEqual([])
  })
})
