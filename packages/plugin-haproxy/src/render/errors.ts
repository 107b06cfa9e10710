import { messageOf, type Problem } from '@proxym/core'
import type { Fault } from './fault.ts'

const hints: Readonly<Record<Fault['kind'], string>> = {
  syntax: 'Correct the template; Liquid needs a closing tag for every opening one.',
  variable: 'Use the names of docs/templates.md; ask for what may be missing with `{% if … %}` or `| default: …`.',
  filter: 'Use the filters of docs/templates.md; those that depend on the clock, on chance or on HTML are switched off.',
  partial: "Partials stand in the template's folder or below it; the name is that of the file without `.liquid`.",
  'carriage-return': 'Save the template with Unix line ends (LF).',
  'too-long': 'Look for a loop that writes too much.',
  render: 'Correct the template, or the value that it names.',
}

/** What a fault of a template means to its author. */
export function templateFault(fault: Fault, outputChars: number): Problem {
  if (fault.kind === 'carriage-return') return carriageReturn(fault.line ?? 1)
  const place = [fault.file, fault.line, fault.column].filter(part => part !== undefined).join(':')
  const message = fault.kind === 'too-long' ? `its output is longer than ${outputChars} characters` : fault.message
  return {
    code: fault.kind === 'too-long' ? 'PROXYM_TEMPLATE_LIMIT' : 'PROXYM_TEMPLATE',
    message: `template: ${message}`,
    hint: hints[fault.kind],
    ...(place === '' ? {} : { where: place }),
  }
}

export const templateMissing = (path: string): Problem => ({
  code: 'PROXYM_TEMPLATE_MISSING',
  message: `template \`${path}\` is not there`,
  hint: 'Write the path from the folder of the configuration file, or name a bundled template: `haproxy`, `haproxy-maps`, `nginx`. `proxym init` writes one to edit.',
  where: path,
})

export const templateUnreadable = (path: string, error: unknown): Problem => ({
  code: 'PROXYM_TEMPLATE_UNREADABLE',
  message: `template \`${path}\` cannot be read: ${messageOf(error)}`,
  hint: 'It must be a file that the user of proxym may read.',
  where: path,
  cause: error,
})

export const templateTimeout = (path: string, timeMs: number): Problem => ({
  code: 'PROXYM_TEMPLATE_TIMEOUT',
  message: `template \`${path}\` was stopped: it took longer than ${timeMs} ms`,
  hint: 'Look for a loop that does not end, or loops inside loops over all services.',
  where: path,
})

export const threadEnded = (path: string, reason: string): Problem => ({
  code: 'PROXYM_TEMPLATE_LIMIT',
  message: `template \`${path}\` was stopped: ${reason}`,
  hint: 'Look for a loop that collects too much.',
  where: path,
})

export const functionFailed = (error: unknown): Problem => ({
  code: 'PROXYM_TEMPLATE',
  message: `the template function failed: ${messageOf(error)}`,
  hint: 'Correct the function given as `templatePath`.',
  cause: error,
})

export const functionGaveNoText = (given: unknown): Problem => ({
  code: 'PROXYM_TEMPLATE',
  message: `the template function must return a string, got ${given === null ? 'null' : typeof given}`,
  hint: 'Return the whole text of the file.',
})

export const carriageReturn = (line: number): Problem => ({
  code: 'PROXYM_LINT',
  message: 'the rendered line holds a carriage return',
  hint: hints['carriage-return'],
  where: `rendered:${line}`,
})

/** Of a template that is broken now, while the version before it is used. */
export const lastGoodUsed = (problem: Problem): Problem => ({
  ...problem,
  message: `${problem.message}; the last good version of the template is used`,
})
