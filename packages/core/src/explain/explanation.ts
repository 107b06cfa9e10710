import type { JsonValue } from '../service.ts'

/** Why a service is not routed as its source gives it, or not at all. */
export type ReasonKind =
  | 'rejected'
  | 'lost id'
  | 'lost claim'
  | 'left out'
  | 'annotator failed'
  | 'not annotated yet'
  | 'quarantined'
  | 'held by the guard'
  | 'nothing is written yet'
  | 'source stale'
  | 'no hosts'
  | 'no route'
  | 'report'

/** One reason, with the words of whoever found it. Empty texts where nothing more is known. */
export interface Reason {
  readonly kind: ReasonKind
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly where: string
  /** `plugin/tap` that it comes from. */
  readonly tap: string
  /** When it began, ISO 8601; null when nobody wrote it down. */
  readonly since: string | null
}

/** Where a service comes from. */
export interface Giver {
  /** `plugin/tap`. */
  readonly source: string
  /** What one app or one file is to it; empty when it reports everything at once. */
  readonly key: string
  /** What it says of the place: a label, `file:line`; empty when it says nothing. */
  readonly origin: string
  readonly state: 'unknown' | 'fresh' | 'stale'
}

/** What one tap made of one field. */
export interface FieldChange {
  /** `plugin/tap`; `core/claims` took away what another service has. */
  readonly by: string
  readonly before: JsonValue
  readonly after: JsonValue
}

/** One field of a service: what it is, who gave it, who changed it, in order. */
export interface FieldExplanation {
  readonly name: string
  /** What the outputs get. */
  readonly value: JsonValue
  /** `plugin/tap` of the source, or `default` where it gave nothing. */
  readonly givenBy: string
  readonly changes: readonly FieldChange[]
}

/** What one output does with a service. */
export interface OutputExplanation {
  /** `plugin/tap` of the generator. */
  readonly output: string
  /** `carries it` unless a problem of the service or of the whole output stands in the way. */
  readonly state:
    | 'carries it'
    | 'quarantined'
    | 'carries it with a report'
    | 'not applied yet'
    | 'failing'
    | 'does not route to it'
  readonly problems: readonly Reason[]
}

/** One service, and what became of it. `held back`: no output has confirmed it as it is now. */
export interface ServiceExplanation {
  readonly id: string
  readonly verdict: 'routed' | 'partly routed' | 'held back' | 'not routed'
  /** Null when no source reports it. */
  readonly from: Giver | null
  readonly reasons: readonly Reason[]
  /** Empty when the service is not valid. */
  readonly fields: readonly FieldExplanation[]
  readonly outputs: readonly OutputExplanation[]
}

/** The route that decides a request; `host` is empty for every host that no other one claims. */
export interface RouteExplanation {
  readonly host: string
  readonly path: string
  readonly service: string
}

/** The answer to "what about this domain or service?". */
export interface Explanation {
  readonly question: string
  /** Whether something is known of it. */
  readonly found: boolean
  /** Who gets a request for it, when it was asked for by a domain. */
  readonly route: RouteExplanation | null
  /** The one that is routed first, then those that would like to be. */
  readonly services: readonly ServiceExplanation[]
  /** Why the answer may be another one soon: sources that have not answered, or fail. */
  readonly reasons: readonly Reason[]
  /** Ids, domains and keys that may have been meant. */
  readonly suggestions: readonly string[]
}
