import type { Suspects } from './suspects.ts'

/** Why a text was refused, and whom that points at. */
export interface Verdict extends Suspects {
  /** All of the check's words. */
  readonly words: string
}

/** Checks the file with only these changes made; undefined: it passed. */
export type TestChanges = (made: ReadonlySet<string>) => Promise<Verdict | undefined>

export interface SearchParts {
  /** Ids of what changed; of two that do not go together the later one is found guilty. */
  readonly changes: readonly string[]
  /** Why the file with all of them was refused; that check counts. */
  readonly first: Verdict
  readonly test: TestChanges
  /** Whether another check may be started. */
  readonly hasTime: () => boolean
}

/** What was found out about each change. */
export interface Findings {
  /** `elsewhere`: the file is refused without any of the changes as well. */
  readonly fault: 'services' | 'elsewhere'
  /** The file with exactly these passed; undefined when none did. */
  readonly accepted: readonly string[] | undefined
  /** With the words of the check. */
  readonly guilty: ReadonlyMap<string, string>
  /** Those that were not looked at closely first, then those among which a guilty one is. */
  readonly undecided: readonly string[]
}

/** As many checks as one search may cost, the first one included. */
export const mostChecks = 20

const elsewhere: Findings = { fault: 'elsewhere', accepted: undefined, guilty: new Map(), undecided: [] }

/**
 * Find the changes for which a file is refused: those whose own lines are complained about first, else by halving. What is accepted has
 * passed a check as a whole.
 */
export async function searchGuilty({ changes, first, test, hasTime }: SearchParts): Promise<Findings> {
  const changed = new Set(changes)
  let spent = 1
  let refusal = first
  let accepted: readonly string[] | undefined
  const accused = new Map<string, string>()
  const guilty = new Map<string, string>()
  const untested: string[] = []
  const suspected: string[] = []
  const mayTest = () => spent < mostChecks && hasTime()
  /** Undefined when it passed, which accepts all of it. */
  const check = async (made: readonly string[]): Promise<Verdict | undefined> => {
    spent++
    const verdict = await test(new Set(made))
    if (verdict === undefined) accepted = made
    return verdict
  }
  const findings = (): Findings => ({
    fault: 'services',
    accepted,
    guilty: new Map([...accused, ...guilty]),
    undecided: [...untested, ...suspected],
  })
  const rest = () => changes.filter(id => !accused.has(id))

  /** Accept the innocent of a group, one guilty one after the other. `refused` when the group as a whole is known to be. */
  const judge = async (group: readonly string[], refused?: Verdict): Promise<void> => {
    if (group.length === 0) return
    if (refused === undefined && !mayTest()) return void untested.push(...group)
    let why = refused ?? (await check([...(accepted ?? []), ...group]))
    if (why === undefined) return
    // The shortest beginning that is refused ends with a guilty one.
    const before = accepted ?? []
    let passes = 0
    let fails = group.length
    while (fails - passes > 1) {
      if (!mayTest()) {
        suspected.push(...group.slice(passes, fails))
        return void untested.push(...group.slice(fails))
      }
      const middle = Math.ceil((passes + fails) / 2)
      const refusal = await check([...before, ...group.slice(0, middle)])
      if (refusal === undefined) passes = middle
      else {
        fails = middle
        why = refusal
      }
    }
    if (fails === group.length && refused !== undefined && mayTest()) {
      // Found by what was left over: a check that failed once for another reason (a time-out) must not cost the last one its place.
      const refusal = await check([...before, ...group])
      if (refusal === undefined) return
      why = refusal
    }
    const id = group[passes]
    if (id !== undefined) guilty.set(id, wordsFor(id, why))
    await judge(group.slice(fails))
  }

  for (;;) {
    const fresh = [...refusal.strong].filter(([id]) => changed.has(id) && !accused.has(id))
    if (fresh.length === 0) break
    for (const [id, words] of fresh) accused.set(id, words)
    if (!mayTest()) {
      untested.push(...rest())
      return findings()
    }
    const next = await check(rest())
    if (next === undefined) return findings()
    if (rest().length === 0) return elsewhere
    refusal = next
  }

  if (!mayTest()) {
    suspected.push(...rest())
    return findings()
  }
  const { weak } = refusal
  const named = rest().filter(id => weak.has(id))
  const others = rest().filter(id => !weak.has(id))
  const isAmongNamed = named.length > 0 && others.length > 0 && (await check(others)) === undefined
  if (!isAmongNamed) {
    if (!mayTest()) suspected.push(...rest())
    else if ((await check([])) !== undefined) return elsewhere
    else await judge(rest(), refusal)
  } else await judge(named, refusal)
  // Their own lines were complained about, but that was not all: now that the rest is known they get another chance. Only a search that
  // came to nothing else must not give up what it has, or the next one would end in the same way.
  if (!mayTest() && guilty.size === 0 && (accepted ?? []).length === 0) return findings()
  const again = [...accused]
  accused.clear()
  await judge(again.map(([id]) => id))
  for (const [id, words] of again) if (guilty.has(id)) guilty.set(id, words)
  return findings()
}

function wordsFor(id: string, { strong, weak, words }: Verdict): string {
  return strong.get(id) ?? weak.get(id) ?? words
}
