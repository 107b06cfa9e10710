import { stripVTControlCharacters } from 'node:util'
import { lastWords } from '../command/describe-end.ts'

/** One thing that a check command says against a text. */
export interface Complaint {
  /** Counted from 1; undefined when it names no line of the text. */
  readonly line: number | undefined
  /** Its words: the line's own text in place of a path that is gone, nothing that differs from run to run. */
  readonly words: string
}

// `[ALERT]    (123) : `, `nginx: [emerg] `, `2026/11/25 22:45:50 [emerg] 138#138: `
const start = /^(?:nginx: )?(?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d )?\[(\w+)\]\s*(?:\(\d+\)|\d+#\d+)?\s*:?\s*/
const harmless = new Set(['warning', 'warn', 'notice', 'info', 'debug'])

/** What HAProxy, nginx and others like them say against the text that they read from `path`, in their order, each once. */
export function complaintsIn(output: string, path: string, text: string): readonly Complaint[] {
  const lines = text.split('\n')
  const found = new Map<string, Complaint>()
  for (const said of stripVTControlCharacters(output).split('\n')) {
    const [beginning = '', level] = start.exec(said) ?? []
    const number = lineNumber(said, path)
    if ((level === undefined && number === undefined) || harmless.has(level?.toLowerCase() ?? '')) continue
    const own = number === undefined ? undefined : lines[number - 1]?.trim()
    const quoted = own === undefined ? undefined : quote(own)
    const named =
      quoted === undefined ? said : said.replaceAll(`[${path}:${number}]`, quoted).replaceAll(`${path}:${number}`, quoted)
    const words = lastWords(named.slice(beginning.length), 400)
    found.set(`${number} ${words}`, { line: own === undefined ? undefined : number, words })
  }
  return [...found.values()]
}

/** The first line that is complained about, as `line 12: optoin httpchk`: the staged file is gone when a person reads the message. */
export function complainedLine(complaints: readonly Complaint[], text: string): string | undefined {
  const number = complaints.find(({ line }) => line !== undefined)?.line
  const line = number === undefined ? undefined : text.split('\n')[number - 1]?.trim()
  return line === undefined || line === '' ? undefined : `line ${number}: ${quote(line)}`
}

const quote = (line: string): string => `\`${line.length > 120 ? `${line.slice(0, 120)}…` : line}\``

function lineNumber(said: string, path: string): number | undefined {
  const at = said.indexOf(`${path}:`)
  const digits = at < 0 ? undefined : /^\d{1,9}/.exec(said.slice(at + path.length + 1))?.[0]
  return digits === undefined ? undefined : Number(digits)
}
