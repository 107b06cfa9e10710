import { messageOf, type Problem, problemsOf } from '../problem.ts'
import type { Withheld } from './guard/shrink-guard.ts'

/** What a failed tap says of itself, under its name. */
export function tapFailure(tap: string, error: unknown, code = 'PROXYM_TAP_FAILED'): Problem {
  const [first, ...more] = problemsOf(error, code)
  if (first === undefined) return { code, message: `\`${tap}\` failed` }
  return more.length === 0 ? first : { ...first, message: `${first.message} (and ${more.length} more)` }
}

export const batchClosed = (tap: string): Problem => ({
  code: 'PROXYM_BATCH_CLOSED',
  message: `\`${tap}\` used its batch after its call had ended`,
  hint: 'Await everything before the tap returns.',
})

export const mixedBatch = (tap: string, method: string, earlier: string): Problem => ({
  code: 'PROXYM_BATCH_MIXED',
  message: `\`${tap}\` called \`${method}\` after \`${earlier}\``,
  hint: 'One answer uses `add` for everything, or `set` and `keep` per key; not both.',
})

export const addInKeyedCall = (tap: string): Problem => ({
  code: 'PROXYM_BATCH_MIXED',
  message: `\`${tap}\` called \`add\` in a call for certain keys, but it has used \`set\` before`,
  hint: 'Answer a call with `keys` by `set` or `keep` for each of them.',
})

export const badBatchValue = (tap: string, method: string, what: string): Problem => ({
  code: 'PROXYM_BATCH_INVALID',
  message: `\`${tap}\` called \`${method}\` with ${what}`,
  hint: 'Pass `add(...services)` or `set(key, services)`, each service an object with at least `id`.',
})

export const noAnswer = (tap: string): Problem => ({
  code: 'PROXYM_SOURCE_NO_ANSWER',
  message: `\`${tap}\` ended without reporting anything`,
  hint: 'To say that there are no services call `add()` without arguments.',
})

export const nothingReadable = (tap: string, keys: number): Problem => ({
  code: 'PROXYM_SOURCE_UNREADABLE',
  message: `\`${tap}\` could read none of its ${keys} keys, and nothing is known of it yet`,
  hint: 'The log names each of them.',
})

export const stoppedAlready: Problem = {
  code: 'PROXYM_STOPPED',
  message: 'proxym is stopping, so nothing is refreshed any more',
}

export const unansweredKey = (tap: string, key: string): Problem => ({
  code: 'PROXYM_SOURCE_NO_ANSWER',
  message: `\`${tap}\` was asked for \`${key}\` and neither set nor kept it`,
  subject: key,
})

export const keyFailure = (tap: string, key: string, error: unknown): Problem => ({
  ...tapFailure(tap, error, 'PROXYM_SOURCE_KEY'),
  subject: key,
})

export const invalidService = (id: string, mistakes: readonly string[], origin: string | undefined): Problem => ({
  code: 'PROXYM_SERVICE_INVALID',
  message: `service \`${id}\` is left out: ${mistakes.join('; ')}`,
  subject: id,
  ...(origin === undefined ? {} : { where: origin }),
})

export const lostId = (id: string, owner: string, loser: string): Problem => ({
  code: 'PROXYM_CLAIM_ID',
  message: `service \`${id}\` of ${loser} is left out: ${owner} reports that id too and comes first`,
  hint: 'Give one of them another id, or change the order of the plugins.',
  subject: id,
})

export const lostClaim = (id: string, what: string, owner: string): Problem => ({
  code: 'PROXYM_CLAIM_LOST',
  message: `service \`${id}\` does not get ${what}: \`${owner}\` has it and comes first`,
  hint: 'Give one of them another one, or change the order of the plugins.',
  subject: id,
})

export const annotateFailure = (tap: string, id: string, error: unknown, leftOut: boolean): Problem => {
  const problem = tapFailure(tap, error, 'PROXYM_ANNOTATE_FAILED')
  const effect = leftOut ? 'it is left out, since it was never annotated' : 'what was last annotated stays'
  return { ...problem, message: `\`${tap}\` failed for service \`${id}\`; ${effect}: ${problem.message}`, subject: id }
}

export const invalidAnnotation = (id: string, mistakes: readonly string[]): Problem => ({
  code: 'PROXYM_ANNOTATE_INVALID',
  message: mistakes.join('; '),
  subject: id,
})

export const waitingForSource = (tap: string, problem: Problem | undefined): Problem => ({
  code: 'PROXYM_HELD_SOURCE',
  message: `waiting for \`${tap}\` before anything is written${problem === undefined ? '' : `: ${problem.message}`}`,
  hint: problem?.hint ?? 'Nothing is known of it yet; mark its plugin `optional` to go on without it.',
})

export const waitingForAnnotate = (tap: string, id: string): Problem => ({
  code: 'PROXYM_HELD_ANNOTATE',
  message: `waiting for \`${tap}\` to annotate \`${id}\` before anything is written`,
  hint: 'Mark its plugin `optional` to go on without it.',
  subject: id,
})

export const noSources: Problem = {
  code: 'PROXYM_HELD_NO_SOURCE',
  message: 'no plugin reports services, so nothing is written',
  hint: 'Add a source to `plugins`, e.g. "file".',
}

export const watcherEnded = (tap: string, error: unknown): Problem => ({
  code: 'PROXYM_WATCHER_ENDED',
  message: `\`${tap}\` stopped watching and is started again: ${error === undefined ? 'it ended by itself' : messageOf(error)}`,
})

export const selfRefresh = (tap: string, everyMs: number): Problem => ({
  code: 'PROXYM_SELF_REFRESH',
  message: `\`${tap}\` asks for a refresh each time that it runs; it gets one cycle every ${everyMs} ms`,
  hint: 'Ask for a refresh from a notify tap, when something outside has changed.',
})

export const overdueGenerator = (tap: string): Problem => ({
  code: 'PROXYM_GENERATOR_OVERDUE',
  message: `\`${tap}\` is still busy after its deadline and is not called again until it ends`,
})

const NAMED = 5

/** Services that a source no longer reports stay, until it has said so twice. */
export const withheldRemoval = ({ tap, ids, before, digest }: Omit<Withheld, 'dueAt'>, confirmMs: number): Problem => ({
  code: 'PROXYM_HELD_SHRINK',
  message: `\`${tap.id}\` no longer reports ${ids.length} of its ${before} services; they stay until it says so again in ${confirmMs / 1000} s: ${listed(ids)}`,
  hint: `If they are meant to go, \`proxym confirm ${digest}\` removes them at once.`,
})

/** A source begins with an empty answer, and an output holds something. */
export const emptyStart = (tap: string, digest: string, confirmMs: number): Problem => ({
  code: 'PROXYM_HELD_EMPTY',
  message: `\`${tap}\` reports no services at all and an output exists already; nothing is written until it says so again in ${confirmMs / 1000} s`,
  hint: `If that is right, \`proxym confirm ${digest}\` goes on at once.`,
})

export const unknownDigest = (digest: string, known: readonly string[]): Problem => ({
  code: 'PROXYM_CONFIRM_UNKNOWN',
  message: `nothing that waits has the digest \`${digest}\``,
  hint:
    known.length === 0
      ? 'Nothing waits for a confirmation now.'
      : `These do: ${known.map(one => `\`${one}\``).join(', ')}; /status says what each stands for.`,
})

function listed(ids: readonly string[]): string {
  const named = ids.slice(0, NAMED).map(id => `\`${id}\``)
  return ids.length > NAMED ? `${named.join(', ')} and ${ids.length - NAMED} more` : named.join(', ')
}
