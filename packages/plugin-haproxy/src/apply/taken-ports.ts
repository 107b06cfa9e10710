import { type Bind, bindsOf, createHaproxyReader, type Syntax } from '../lint/index.ts'
import type { ConfigText } from '../text/index.ts'
import { portTaken } from './errors.ts'
import type { ListenPlace, ProbeBind } from './probe-bind.ts'
import type { Refusal } from './refusal.ts'

/** A place, and the line that asks for it. */
export type NewPlace = ListenPlace & { readonly line: number }

// A range of ports is nothing that a service asks for.
const widest = 16

/** Where a text listens and the loaded one does not: the ports that the proxy itself does not hold yet. */
export type FindNewPlaces = (config: ConfigText, loaded: ConfigText, syntax: Syntax) => readonly NewPlace[]

/** A finder that reads of each text only what it has not seen in the last ones. */
export function createFindNewPlaces(): FindNewPlaces {
  const reader = createHaproxyReader()
  // What is loaded now was the new one before.
  const known = new WeakMap<ConfigText, readonly Bind[]>()
  return (config, loaded, syntax) => {
    const bindsIn = (of: ConfigText) => {
      const binds = known.get(of) ?? (syntax === 'haproxy' ? reader.binds(of.pieces) : bindsOf(of.text, syntax))
      known.set(of, binds)
      return binds
    }
    const [binds, held] = [bindsIn(config), bindsIn(loaded)]
    return binds === held ? [] : placesBeyond(binds, held)
  }
}

function placesBeyond(binds: readonly Bind[], held: readonly Bind[]): readonly NewPlace[] {
  const isHeld = (transport: 'tcp' | 'udp', port: number) =>
    held.some(bind => bind.transport === transport && bind.from <= port && port <= bind.to)
  return binds.flatMap(({ transport, address, from, to, line }) => {
    if (from === 0 || to - from >= widest) return []
    const ports = Array.from({ length: to - from + 1 }, (_, index) => from + index)
    return ports.filter(port => !isHeld(transport, port)).map(port => ({ transport, address, port, line }))
  })
}

/**
 * What speaks against a text because other processes listen where the proxy is to listen. HAProxy would find out only after its check,
 * and stop accepting connections for two seconds while it tries.
 */
export async function refusedForPorts(
  config: ConfigText,
  places: readonly NewPlace[],
  probe: ProbeBind,
  target: string,
): Promise<Refusal | undefined> {
  const asked = await Promise.all(places.map(async place => ({ place, taken: await probe(place) })))
  const taken = asked.filter(answer => answer.taken).map(({ place }) => place)
  if (taken.length === 0) return undefined
  const complaints = taken.map(place => ({ line: place.line, words: wordsFor(place) }))
  return {
    problem: portTaken(
      target,
      complaints.map(({ words }) => words),
    ),
    text: config.text,
    complaints,
  }
}

const wordsFor = ({ transport, address, port }: NewPlace) =>
  `another process listens on ${transport} port ${port}${address === '*' ? '' : ` of ${address}`}`
