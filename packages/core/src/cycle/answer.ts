import type { TapRecord } from '../hooks/tap-record.ts'
import { type Problem, ProxymError } from '../problem.ts'
import type { Delivery } from './batch.ts'
import { createBreathe } from './breathe.ts'
import { keyFailure, noAnswer, unansweredKey } from './errors.ts'
import { checkKey, type KeyContents, type Suggest } from './key-contents.ts'
import type { ProblemBoard } from './problem-board.ts'
import type { SourceKeys } from './source-keys.ts'

interface Answered {
  readonly tap: TapRecord
  /** The keys that were asked for; undefined for a full call. */
  readonly asked: readonly string[] | undefined
  readonly delivery: Delivery
  readonly keys: SourceKeys
  readonly suggest: Suggest
  readonly reports: readonly Problem[]
  readonly board: ProblemBoard
}

type Committed =
  | {
      readonly ok: true /** Whether it replaced the whole source. */
      readonly full: boolean /** Keys to ask for again. */
      readonly owed: readonly string[]
    }
  | { readonly ok: false; readonly error: unknown }

/** Check what a call delivered, then take it over in one step: nothing is half committed. */
export async function commitDelivery(answered: Answered): Promise<Committed> {
  const { tap, asked, delivery, keys, board } = answered
  const full = asked === undefined || delivery.kind === 'whole'
  if (delivery.kind === 'nothing' && full) return { ok: false, error: new ProxymError(noAnswer(tap.id)) }

  const breathe = createBreathe()
  const checked = new Map<string, KeyContents>()
  for (const [key, given] of delivery.given) {
    checked.set(key, await checkKey(given, keys.contents(key), tap.owner.source, answered.suggest, breathe))
  }

  const gone = full ? [...keys.keys()].filter(key => !checked.has(key) && !delivery.kept.has(key)) : []
  const touched = [...checked.keys(), ...gone]
  const subjects = new Set([...touched, ...touched.flatMap(keys.idsOf)])
  for (const key of gone) keys.remove(key)
  for (const [key, contents] of checked) keys.replace(key, contents)
  for (const key of touched) for (const id of keys.idsOf(key)) subjects.add(id)

  for (const key of touched) {
    board.set(tap.id, `services ${key}`, keys.rejected(key))
    board.set(tap.id, `key ${key}`, [])
  }
  for (const [key, error] of delivery.kept) board.set(tap.id, `key ${key}`, [keyFailure(tap.id, key, error)])
  if (full) board.clear(tap.id, slot => slot.startsWith('key ') && !delivery.kept.has(slot.slice('key '.length)))
  takeReports(answered, full ? undefined : subjects)

  const unanswered = (full ? [] : asked).filter(key => !checked.has(key) && !delivery.kept.has(key))
  for (const key of unanswered) board.set(tap.id, `key ${key}`, [unansweredKey(tap.id, key)])
  return { ok: true, full, owed: [...delivery.kept.keys(), ...unanswered] }
}

// A report stands until the same tap answers its subject again.
function takeReports({ tap, reports, board }: Answered, subjects: ReadonlySet<string> | undefined): void {
  const bySubject = new Map<string, Problem[]>()
  for (const problem of reports) bySubject.set(problem.subject ?? '', [...(bySubject.get(problem.subject ?? '') ?? []), problem])
  board.clear(tap.id, slot => {
    const subject = slot.startsWith('report ') ? slot.slice('report '.length) : undefined
    return subject !== undefined && !bySubject.has(subject) && (subjects === undefined || subjects.has(subject))
  })
  for (const [subject, problems] of bySubject) board.set(tap.id, `report ${subject}`, problems)
}
