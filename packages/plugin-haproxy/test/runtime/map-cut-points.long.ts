import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { createMapNames } from '../../src/runtime/map-names.ts'
import { parseMapList, parseMapRows } from '../../src/runtime/maps.ts'
import { parseServersState } from '../../src/runtime/reported.ts'
import { configText } from '../../src/text/index.ts'
import { type AskSocket, askSocket } from '../../src/verify/ask-socket.ts'
import { forever } from '../apply-rig/applier.ts'
import { dieBefore, meddle } from './meddle.ts'
import { socketPlace } from './socket-place.ts'

/** What a file says: the rows of its two maps, and the address of the only server. */
interface Said {
  readonly exact: readonly string[]
  readonly wild: readonly string[]
  readonly server: string
}

const many = Array.from({ length: 600 }, (_, index) => `host-${index}.example.test b`)
// HAProxy has loaded the first one, and was brought to the second one while it ran: it knows the maps by paths that are gone.
const first: Said = { exact: ['a.test b'], wild: ['test b'], server: '127.0.0.1' }
const second: Said = { exact: ['a.test b', 'b.test b'], wild: ['test b', 'more b'], server: '127.0.0.2' }
const third: Said = { exact: ['b.test b', ...many], wild: [], server: '127.0.0.3' }

/** A real HAProxy that runs with `first`, known to an applier that is about to bring in the others. */
async function begun() {
  const place = await socketPlace()
  const { port, target, stats } = place
  const fileOf = (name: 'exact' | 'wild', said: Said) => {
    const content = `# rows\n${said[name].map(row => `${row}\n`).join('')}`
    return { path: `${target}.${name}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}.map`, content }
  }
  const configOf = (said: Said) => {
    const sideFiles = [fileOf('exact', said), fileOf('wild', said)]
    const [exact, wild] = sideFiles.map(({ path }) => path)
    const text = `global\n  stats socket ${stats} mode 600 level admin expose-fd listeners\ndefaults\n  mode http\n  timeout connect 1s\n  timeout client 1s\n  timeout server 1s\nfrontend f\n  bind 127.0.0.1:${port}\n  use_backend %[req.hdr(host),map_str(${exact})] if { req.hdr(host),map_str(${exact}) -m found }\n  use_backend %[req.hdr(host),map_end(${wild})]\nbackend b\n  server s-${said.server} ${said.server}:${port}\n`
    return configText(text, { sideFiles })
  }
  const started = configOf(first)
  for (const { path, content } of started.sideFiles) await writeFile(path, content)
  await writeFile(target, started.text)
  const { applierWith, asked, pid, reload } = await place.start({ checkCommand: undefined })
  const names = createMapNames(target)
  const held = async (): Promise<Said> => {
    const paths = parseMapList(await asked('show map'))
    const rowsOf = async (name: string) =>
      parseMapRows(await asked(`show map ${paths.find(path => names.nameOf(path) === name)}`)) ?? []
    const serving = (parseServersState(await asked('show servers state b')) ?? []).filter(({ isOut }) => !isOut)
    return { exact: await rowsOf('exact'), wild: await rowsOf('wild'), server: serving.map(({ ip }) => ip).join() }
  }
  return {
    ...{ pid, held },
    applierWith(ask: AskSocket) {
      const applier = applierWith(ask)
      return (said: Said) => applier.apply(configOf(said), forever)
    },
    /** The file and all that it names are those of this. */
    async expectFiles(said: Said) {
      expect(await readFile(target, 'utf8')).toBe(configOf(said).text)
      for (const { path, content } of configOf(said).sideFiles) expect(await readFile(path, 'utf8')).toBe(content)
    },
    reload,
    /** The new worker has read another file than the one that is there afterwards. */
    async reloadWith(said: Said) {
      const text = await readFile(target, 'utf8')
      await writeFile(target, configOf(said).text)
      await reload()
      await writeFile(target, text)
    },
  }
}

async function numberOfQuestions(earlier: Said, next: Said): Promise<number> {
  const { applierWith, held, pid } = await begun()
  const { ask, arm, count } = meddle(Number.POSITIVE_INFINITY, async () => undefined)
  const apply = applierWith(ask)
  await apply(first)
  const before = await pid()
  await apply(earlier)
  arm()
  await apply(next)
  const asked = count()
  expect(await held()).toEqual(next)
  expect(await pid()).toBe(before)
  // At least, for each of two maps: prepare, add if there are rows, show, commit, show.
  expect(asked).toBeGreaterThan(9)
  return asked
}

test('killed before any question of a map transaction, the next proxym brings HAProxy and the files together', {
  timeout: 300_000,
}, async () => {
  const questions = await numberOfQuestions(second, third)
  for (let at = 0; at < questions; at++) {
    const { applierWith, held, expectFiles } = await begun()
    const { ask, arm, dead, bury } = dieBefore(at)
    const apply = applierWith(ask)
    await apply(first)
    await apply(second)
    // Before it is ended, which waits for what it asks.
    onTestFinished(bury)
    arm()
    void apply(third).catch(() => undefined)
    await dead
    await applierWith(askSocket)(third)
    await expectFiles(third)
    expect(await held(), `killed at ${at}`).toEqual(third)
  }
})

test.each([
  ['the file that is there', second, third, false],
  // No server goes: what follows that up asks whenever it likes, while the file is another one for a moment.
  ['the earlier file', { ...second, server: first.server }, { ...third, server: first.server }, true],
])(
  'reloaded by another hand with %s before any question of a map transaction, HAProxy and the files come together',
  {
    timeout: 300_000,
  },
  async (_, earlier, next, isEarlier) => {
    const questions = await numberOfQuestions(earlier, next)
    for (let at = 0; at < questions; at++) {
      const rig = await begun()
      const { ask, arm } = meddle(at, () => (isEarlier ? rig.reloadWith(earlier) : rig.reload()))
      const apply = rig.applierWith(ask)
      await apply(first)
      await apply(earlier)
      arm()
      await apply(next)
      expect(await rig.held(), `reloaded at ${at}`).toEqual(next)
      await apply(next)
      expect(await rig.held(), `reloaded at ${at}`).toEqual(next)
      await rig.expectFiles(next)
    }
  },
)
