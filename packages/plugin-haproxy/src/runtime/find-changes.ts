import type { HaproxySection } from '../lint/index.ts'
import { RuntimeObstacle } from './obstacle.ts'
import { defaultsIn, inherited, type Stretch, sectionsIn, stretchAround } from './sections.ts'
import { type Backend, readBackend } from './servers.ts'

// So many sections are loaded by a reload sooner than command by command.
const most = 200

/**
 * The backends whose servers have changed from one file to the next, as the next one wants them. Both are given as pieces.
 *
 * @throws RuntimeObstacle when anything else has changed, or something cannot be changed while HAProxy runs
 */
export function findChanges(before: readonly string[], now: readonly string[]): readonly Backend[] {
  if (before.length !== now.length) throw new RuntimeObstacle('frame')
  const changed = now.flatMap((piece, place) => (piece === before[place] ? [] : [place]))
  if (changed.length > most) throw new RuntimeObstacle('many')
  const stretches = distinct(changed.map(place => stretchAround(now, place)))
  const defaults = stretches.length === 0 ? [] : defaultsIn(now)
  return stretches.flatMap(stretch => {
    const [old, wanted] = [sectionsIn(before, stretch), sectionsIn(now, stretch)]
    if (frameOf(before, stretch) !== frameOf(now, stretch)) throw new RuntimeObstacle('frame')
    return wanted.flatMap((section, index) => {
      const earlier = old[index]
      if (earlier === undefined || JSON.stringify(earlier.lines.map(wordsOf)) === JSON.stringify(section.lines.map(wordsOf)))
        return []
      return [changeOf(earlier, section, inherited(section, defaults))]
    })
  })
}

function changeOf(earlier: HaproxySection, section: HaproxySection, parents: readonly HaproxySection[]): Backend {
  const lines = [...parents, section].flatMap(each => each.lines)
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
  return wanted
}

/** Whether HAProxy can take and lose servers under this balance. */
function isDynamic(lines: HaproxySection['lines']): boolean {
  const balance = lines.findLast(({ words }) => words[0] === 'balance')?.words[1] ?? 'roundrobin'
  if (['roundrobin', 'leastconn', 'first', 'random'].includes(balance.replace(/\(.*/, ''))) return true
  const hash = lines.findLast(({ words }) => words[0] === 'hash-type')?.words[1]
  return balance !== 'static-rr' && hash === 'consistent'
}

/** Everything but the lines of servers, byte for byte. */
function frameOf(pieces: readonly string[], { from, to }: Stretch): string {
  return pieces
    .slice(from, to)
    .join('')
    .split('\n')
    .filter(line => !/^[ \t]+server[ \t]/.test(line))
    .join('\n')
}

function distinct(stretches: readonly Stretch[]): readonly Stretch[] {
  return [...new Map(stretches.map(stretch => [stretch.from, stretch])).values()]
}

const wordsOf = ({ words }: HaproxySection['lines'][number]) => words
