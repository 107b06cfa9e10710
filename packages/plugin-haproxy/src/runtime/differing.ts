import type { MapNames } from './map-names.ts'
import { RuntimeObstacle } from './obstacle.ts'
import { beginsSection, type Stretch, stretchAround } from './sections.ts'

/** Whole sections of one file and, in their place, of the next. Apart from servers and the content of maps they are the same. */
export interface Pair {
  readonly before: Stretch
  readonly now: Stretch
}

// Looking at each of more places costs more than looking at all that lies between.
const few = 200

/**
 * Where two files differ in nothing but servers and the content of maps. Mostly they have the same number of pieces, and nearly all of them are the same strings.
 * Where a server is a piece, or one piece became two, it is all that lies between the first and the last difference.
 *
 * @param mask takes out of a text what follows from the content of maps
 * @throws RuntimeObstacle when anything else differs
 */
export function differing(before: readonly string[], now: readonly string[], mask: MapNames['mask']): readonly Pair[] {
  const hasSameFrame = (pair: Pair) => mask(frameOf(before, pair.before)) === mask(frameOf(now, pair.now))
  const places = placesOf(before, now)
  if (places?.every(pair => isSamePlace(pair) && hasSameFrame(pair))) return places
  const all = between(before, now)
  if (hasSameFrame(all)) return [all]
  throw new RuntimeObstacle('frame')
}

const isSamePlace = ({ before, now }: Pair) => before.from === now.from && before.to === now.to

/** Place by place; undefined where that is of no use. */
function placesOf(before: readonly string[], now: readonly string[]): readonly Pair[] | undefined {
  if (before.length !== now.length) return undefined
  const changed = now.flatMap((piece, place) => (piece === before[place] ? [] : [place]))
  if (changed.length > few) return undefined
  const pairs = changed.map(place => ({ before: stretchAround(before, place), now: stretchAround(now, place) }))
  return [...new Map(pairs.map(pair => [pair.now.from, pair])).values()]
}

function between(before: readonly string[], now: readonly string[]): Pair {
  const shorter = Math.min(before.length, now.length)
  let from = 0
  while (from < shorter && before[from] === now[from]) from++
  let same = 0
  while (same < shorter - from && before.at(-1 - same) === now.at(-1 - same)) same++
  while (from > 0 && !(beginsSection(before[from]) && beginsSection(now[from]))) from--
  while (same > 0 && !beginsSection(now.at(-same))) same--
  return { before: { from, to: before.length - same }, now: { from, to: now.length - same } }
}

/** Everything but the lines of servers, byte for byte. */
function frameOf(pieces: readonly string[], { from, to }: Stretch): string {
  return pieces
    .slice(from, to)
    .join('')
    .split('\n')
    .filter(line => !/^[ \t]*server[ \t]/.test(line))
    .join('\n')
}
