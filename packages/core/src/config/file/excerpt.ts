import type { Problem } from '../../problem.ts'

/** The line of a configuration file that a problem is about. */
export interface Excerpt {
  /** As in `where`. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 code units. */
  readonly column: number
  /** How many characters of the line are meant; at least 1. */
  readonly length: number
  /** The whole line, secrets masked. */
  readonly text: string
}

/** A place in the configuration: what `where` says, and the line when there is one. */
export interface Place {
  readonly where: string
  readonly source?: Excerpt
}

/** A problem that knows its line in the configuration file. */
export interface PlacedProblem extends Problem {
  readonly source?: Excerpt
}

/** The line of the configuration file that a problem is about; undefined when it is about none (variables, `.ts` files). */
export function excerptOf(problem: Problem): Excerpt | undefined {
  return (problem as PlacedProblem).source
}

const credential =
  /((?:["']?)[\w-]*(?:token|passw|secret|api_?key|private_?key|credential|authorization)[\w-]*["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s{[,}\]#][^,}\]#]*)/gi
const userinfo = /(\/\/)([^/\s"'@]+)(?=@)/g

/** A line without the values of keys that sound like a secret; as long as before, so that carets still point right. */
export function maskCredentials(line: string): string {
  return line
    .replace(credential, (_, key: string, value: string) => key + '*'.repeat(value.length))
    .replace(userinfo, (_, slashes: string, value: string) => slashes + '*'.repeat(value.length))
}
