import { createKnownPieces } from '../text/index.ts'
import { type Bind, haproxyBinds } from './binds.ts'
import { controlCharacter } from './control-characters.ts'
import { clashes } from './duplicate-binds.ts'
import { environmentUses } from './environment.ts'
import type { OwnEnvironment } from './foreign-environment.ts'
import { maxWords } from './haproxy-config-text.ts'
import { backendRule, namesTaken } from './lint-haproxy.ts'
import { type HaproxySection, parseHaproxy } from './parse-haproxy.ts'

/** What a piece of a file holds, whatever stands around it. */
interface PieceFacts {
  readonly outline: Outline
  /** The outline as one text: pieces with the same one may stand for each other. */
  readonly key: string
  readonly environment: readonly string[]
  /** Whether some line is wrong by itself. */
  readonly isFlawed: boolean
}

/** What other pieces have to do with. */
interface Outline {
  readonly lines: number
  /** The first has the kind `''` when the piece begins inside a section. Lines are counted from 1 in the piece. */
  readonly sections: readonly {
    readonly taken: readonly string[]
    readonly kind: string
    readonly name: string
    readonly binds: readonly Bind[]
  }[]
  /** Backends that rules name, as `backend shop`. */
  readonly named: readonly string[]
}

/** Reads HAProxy's files that follow each other, as pieces of whole lines: what was read of one is not read again in the next. */
export interface HaproxyReader {
  /** Whether there is surely nothing to be said against the file. When not, `lint` says what it is. */
  isClean(pieces: readonly string[], isOwn: OwnEnvironment): boolean
  /** What the file listens on. */
  binds(pieces: readonly string[]): readonly Bind[]
}

export function createHaproxyReader(): HaproxyReader {
  const known = createKnownPieces(factsOf)
  let last: { readonly facts: readonly PieceFacts[]; readonly isSound: () => boolean; readonly binds: () => readonly Bind[] } = {
    facts: [],
    isSound: () => false,
    binds: () => [],
  }
  const read = (pieces: readonly string[]) => {
    const facts = known.of(pieces)
    const isAlike = facts.length === last.facts.length && facts.every((fact, index) => fact.key === last.facts[index]?.key)
    const outlines = facts.map(({ outline }) => outline)
    last = isAlike ? { ...last, facts } : { facts, isSound: once(() => isSound(outlines)), binds: once(() => bindsIn(outlines)) }
    return last
  }
  return {
    isClean(pieces, isOwn) {
      const { facts, isSound: isSoundNow } = read(pieces)
      return facts.every(({ isFlawed, environment }) => !isFlawed && environment.every(isOwn)) && isSoundNow()
    },
    binds: pieces => read(pieces).binds(),
  }
}

/** Whether the pieces go together. */
function isSound(pieces: readonly Outline[]): boolean {
  const sections = pieces.flatMap(piece => piece.sections)
  // Nothing at all, or lines that belong to no section.
  if ((sections[0]?.kind ?? '') === '') return false
  const taken = sections.flatMap(section => section.taken)
  const names = new Set(taken)
  return (
    names.size === taken.length &&
    clashes(bindsIn(pieces)).length === 0 &&
    pieces.every(piece => piece.named.every(name => names.has(name)))
  )
}

function factsOf(piece: string): PieceFacts {
  const sections = parseHaproxy(piece)
  const lines = sections.flatMap(section => section.lines)
  const outline = {
    lines: piece.split('\n').length - 1,
    sections: sections.map(section => ({
      ...{ kind: section.kind, name: section.name, taken: namesTaken(section) },
      binds: haproxyBinds([section]),
    })),
    named: lines.flatMap(line => backendRule(line)?.name ?? []).map(name => `backend ${name}`),
  }
  return {
    outline,
    key: JSON.stringify(outline),
    environment: environmentUses(piece),
    isFlawed: controlCharacter(piece) !== undefined || lines.some(({ flaw, count }) => flaw !== undefined || count > maxWords),
  }
}

/** The binds as they stand in the whole file. */
function bindsIn(pieces: readonly Outline[]): readonly Bind[] {
  let before = 0
  let owner: Pick<HaproxySection, 'kind' | 'name'> = { kind: '', name: '' }
  return pieces.flatMap(piece => {
    const offset = before
    before += piece.lines
    return piece.sections.flatMap(section => {
      if (section.kind !== '') owner = section
      const { kind, name } = owner
      return section.binds.map(bind => ({ ...bind, line: bind.line + offset, owner: `${kind} ${name}` }))
    })
  })
}

function once<T extends object | boolean>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
