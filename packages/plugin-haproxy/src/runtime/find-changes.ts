import { type HaproxySection, parseHaproxy } from '../lint/index.ts'
import { differing } from './differing.ts'
import type { MapNames } from './map-names.ts'
import { RuntimeObstacle } from './obstacle.ts'
import { defaultsIn, inherited, textIn } from './sections.ts'
import { type Backend, readBackend } from './servers.ts'

// So many are loaded by a reload sooner than command by command.
const most = 200

/** What has changed from one file to the next. */
export interface Changes {
  /** Backends whose servers have changed, as the next file wants them. */
  readonly backends: readonly Backend[]
  /** Paths in the next file of maps that had another content. */
  readonly maps: readonly string[]
}

/**
 * What can be changed while HAProxy runs. Both files are given as pieces.
 *
 * @throws RuntimeObstacle when anything else has changed, or something cannot be changed while HAProxy runs
 */
export function findChanges(before: readonly string[], now: readonly string[], names: MapNames): Changes {
  const { changed, maps } = changesOf(before, now, names)
  return { backends: changed.map(({ wanted }) => wanted), maps }
}

/** A backend in two files. */
export interface ChangedBackend {
  readonly was: Backend
  readonly wanted: Backend
}

/** The same with what they were, where no map has changed. @throws RuntimeObstacle */
export function changedBackends(before: readonly string[], now: readonly string[]): readonly ChangedBackend[] {
  return changesOf(before, now, { mask: text => text, changed: () => [] }).changed
}

function changesOf(before: readonly string[], now: readonly string[], names: Pick<MapNames, 'mask' | 'changed'>) {
  const pairs = differing(before, now, names.mask)
  const defaults = pairs.length === 0 ? [] : defaultsIn(now)
  const texts = pairs.map(pair => ({ ...pair, was: textIn(before, pair.before), text: textIn(now, pair.now) }))
  const changed = texts.flatMap(pair => {
    const [old, wanted] = [pair.was, pair.text].map(text => parseHaproxy(names.mask(text))) as [Sections, Sections]
    const earlier = defaults.flatMap(({ from, section }) => (from < pair.now.from ? [section] : []))
    return wanted.flatMap((section, index) => {
      const was = old[index]
      if (was === undefined || JSON.stringify(was.lines.map(wordsOf)) === JSON.stringify(section.lines.map(wordsOf))) return []
      const above = wanted.slice(0, index).filter(({ kind }) => kind === 'defaults')
      return [changeOf(was, section, inherited(section, [...earlier, ...above]))]
    })
  })
  if (changed.length > most) throw new RuntimeObstacle('many')
  return { changed, maps: [...new Set(texts.flatMap(({ was, text }) => names.changed(was, text)))] }
}

type Sections = readonly HaproxySection[]

function changeOf(earlier: HaproxySection, section: HaproxySection, parents: readonly HaproxySection[]): ChangedBackend {
  if (section.kind !== 'backend' && section.kind !== 'listen') throw new RuntimeObstacle('frame')
  const lines = [...parents, section].flatMap(each => each.lines)
  // Whether what stands below a condition holds is not known here.
  if (lines.some(({ words }) => words[0]?.startsWith('.'))) throw new RuntimeObstacle('options')
  if (!isDynamic(lines)) throw new RuntimeObstacle('balance')
  const defaults = parents.flatMap(parent =>
    parent.lines.flatMap(({ words }) => (words[0] === 'default-server' ? words.slice(1) : [])),
  )
  const [was, wanted] = [readBackend(earlier, defaults), readBackend(section, defaults)]
  const names = new Set(wanted.servers.map(({ name }) => name))
  if (names.size !== wanted.servers.length) throw new RuntimeObstacle('words')
  for (const server of wanted.servers) {
    const same = was.servers.find(({ name }) => name === server.name)
    // Such a server would have to go before it can come.
    if (same !== undefined && JSON.stringify({ ...same, weight: 0 }) !== JSON.stringify({ ...server, weight: 0 }))
      throw new RuntimeObstacle('options')
  }
  return { was, wanted }
}

/** Whether HAProxy can take and lose servers under this balance. */
function isDynamic(lines: HaproxySection['lines']): boolean {
  const balance = lines.findLast(({ words }) => words[0] === 'balance')?.words[1] ?? 'roundrobin'
  if (['roundrobin', 'leastconn', 'first', 'random'].includes(balance.replace(/\(.*/, ''))) return true
  const hash = lines.findLast(({ words }) => words[0] === 'hash-type')?.words[1]
  return balance !== 'static-rr' && hash === 'consistent'
}

const wordsOf = ({ words }: HaproxySection['lines'][number]) => words
