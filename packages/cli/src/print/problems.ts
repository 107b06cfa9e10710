import { excerptOf, type Problem } from '@proxym/core'
import type { Paint } from './style.ts'

interface ProblemsText {
  /** What the problems are about: "The configuration is not valid". */
  readonly title: string
  readonly problems: readonly Problem[]
  readonly paint: Paint
  /** A person reads: excerpts with carets. Else one line per problem in the form that editors and CI parse. */
  readonly terminal: boolean
  readonly label?: 'error' | 'warning'
}

/** Problems as text, all at once: where, what, what was given, what to do next. */
export function printProblems({ title, problems, paint, terminal, label = 'error' }: ProblemsText): string {
  const color = label === 'error' ? 'red' : 'yellow'
  if (!terminal) return `${problems.map(problem => `${machineLine(problem, label)}\n`).join('')}`
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
  const body = problems.map(problem => block(problem, paint)).join('\n')
  return `${paint(['bold', color], label)}  ${title} (${count})\n\n${body}`
}

function machineLine({ where, message, hint, code }: Problem, label: string): string {
  const place = where === undefined ? '' : `${where}: `
  return oneLine(`${place}${label}: ${message.replace(/\.$/, '')}${hint === undefined ? '' : `. ${hint}`} [${code}]`)
}

function block(problem: Problem, paint: Paint): string {
  const excerpt = excerptOf(problem)
  const lines: string[] = []
  if (problem.where !== undefined) lines.push(`  ${paint('cyan', oneLine(problem.where))}`)
  if (excerpt === undefined) lines.push(`  ${oneLine(problem.message)}`)
  else {
    const number = String(excerpt.line)
    const carets = '^'.repeat(Math.max(1, Math.min(excerpt.length, excerpt.text.length - excerpt.column + 1)))
    const indent = excerpt.text.slice(0, excerpt.column - 1).replace(/[^\t]/g, ' ')
    lines.push(`  ${number} │ ${oneLine(excerpt.text)}`)
    lines.push(`  ${' '.repeat(number.length)} │ ${indent}${paint('red', carets)}  ${oneLine(problem.message)}`)
  }
  if (problem.hint !== undefined) lines.push(`      ${oneLine(problem.hint)}`)
  lines.push(`      ${paint('dim', problem.code)}`, '')
  return lines.join('\n')
}

/** Text from outside, which must not steer the terminal; what stands on further lines is indented. */
export function oneLine(text: string, indent = 6): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it removes
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, character =>
    character === '\n' ? `\n${' '.repeat(indent)}` : '�',
  )
}
