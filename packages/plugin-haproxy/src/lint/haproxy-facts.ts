import { between, createKnownPieces, sameEnds } from '../text/index.ts'
import { type Bind, haproxyBinds } from './binds.ts'
import { controlCharacter } from './control-characters.ts'
import { clashes } from './duplicate-binds.ts'
import { environmentUses } from './environment.ts'
import type { OwnEnvironment } from './foreign-environment.ts'
import { maxWords } from './haproxy-config-text.ts'
import { backendRule, namesTaken } from './lint-haproxy.ts'
import { parseHaproxy } from './parse-haproxy.ts'

/** What a piece of a file holds, whatever stands around it. */
interface PieceFacts {
  readonly lines: number
  readonly outline: Outline
  /** The outline as one text: where all are the same, the same is to be said of all together. */
  readonly key: string
  readonly environment: readonly string[]
  /** Whether some line is wrong by itself. */
  readonly isFlawed: boolean
}

/** What other pieces have to do with. */
interface Outline {
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
  /** For pieces that the next file may have, as they come. */
  ahead(): (pieces: readonly string[]) => void
  /** Whether there is surely nothing to be said against the file. When not, `lint` says what it is. */
  isClean(pieces: readonly string[], isOwn: OwnEnvironment): boolean
  /** What the file listens on. */
  binds(pieces: readonly string[]): readonly Bind[]
}

/** A file as it was read last. */
interface Read {
  readonly facts: readonly PieceFacts[]
  /** Whether no piece has a flaw or asks for the environment. */
  readonly isQuiet: boolean
  readonly isSound: () => boolean
}

const isQuiet = ({ isFlawed, environment }: PieceFacts): boolean => !isFlawed && environment.length === 0

export function createHaproxyReader(): HaproxyReader {
  const known = createKnownPieces(factsOf)
  let last: Read = { facts: [], isQuiet: true, isSound: () => false }
  let found: Found = { facts: [], binds: [], last: -1 }
  const read = (pieces: readonly string[]): Read => {
    const facts = known.of(pieces)
    const ends = sameEnds(last.facts, facts)
    const [old, now] = [between(last.facts, ends), between(facts, ends)]
    const isAlike = old.length === now.length && now.every((fact, at) => fact.key === old[at]?.key)
    last = {
      facts,
      isQuiet: last.isQuiet ? now.every(isQuiet) : facts.every(isQuiet),
      isSound: isAlike ? last.isSound : once(() => isSound(facts)),
    }
    return last
  }
  return {
    ahead: known.ahead,
    isClean(pieces, isOwn) {
      const { facts, isQuiet: isQuietNow, isSound: isSoundNow } = read(pieces)
      return (isQuietNow || facts.every(each => !each.isFlawed && each.environment.every(isOwn))) && isSoundNow()
    },
    binds(pieces) {
      const facts = known.of(pieces)
      found = sameBinds(facts, found) ? { ...found, facts } : bindsIn(facts)
      return found.binds
    },
  }
}

/** Whether the pieces go together. */
function isSound(pieces: readonly PieceFacts[]): boolean {
  const sections = pieces.flatMap(({ outline }) => outline.sections)
  // Nothing at all, or lines that belong to no section.
  if ((sections[0]?.kind ?? '') === '') return false
  const taken = sections.flatMap(section => section.taken)
  const names = new Set(taken)
  return (
    names.size === taken.length &&
    clashes(bindsIn(pieces).binds).length === 0 &&
    pieces.every(({ outline }) => outline.named.every(name => names.has(name)))
  )
}

function factsOf(piece: string): PieceFacts {
  const sections = parseHaproxy(piece)
  const lines = sections.flatMap(section => section.lines)
  const outline = {
    sections: sections.map(section => ({
      ...{ kind: section.kind, name: section.name, taken: namesTaken(section) },
      binds: haproxyBinds([section]),
    })),
    named: lines.flatMap(line => backendRule(line)?.name ?? []).map(name => `backend ${name}`),
  }
  return {
    lines: piece.split('\n').length - 1,
    outline,
    key: JSON.stringify(outline),
    environment: environmentUses(piece),
    isFlawed: controlCharacter(piece) !== undefined || lines.some(({ flaw, count }) => flaw !== undefined || count > maxWords),
  }
}

/** The binds of a file. */
interface Found {
  readonly facts: readonly PieceFacts[]
  readonly binds: readonly Bind[]
  /** The place of the last piece that has one. */
  readonly last: number
}

/** The binds as they stand in the whole file. */
function bindsIn(facts: readonly PieceFacts[]): Found {
  const binds: Bind[] = []
  let before = 0
  let owner = ' '
  let last = -1
  for (const [place, { lines, outline }] of facts.entries()) {
    for (const { kind, name, binds: own } of outline.sections) {
      if (kind !== '') owner = `${kind} ${name}`
      if (own.length > 0) last = place
      for (const bind of own) binds.push({ ...bind, line: bind.line + before, owner })
    }
    before += lines
  }
  return { facts, binds, last }
}

/** Whether nothing has changed up to the last bind, and nothing behind it that could bring another one. */
function sameBinds(facts: readonly PieceFacts[], { facts: before, last }: Found): boolean {
  if (facts.length !== before.length) return false
  const ends = sameEnds(before, facts)
  const old = between(before, ends)
  return between(facts, ends).every((fact, at) => {
    const other = old[at]
    return fact.key === other?.key && (ends.first + at > last || fact.lines === other.lines)
  })
}

function once(make: () => boolean): () => boolean {
  let made: boolean | undefined
  return () => {
    made ??= make()
    return made
  }
}
