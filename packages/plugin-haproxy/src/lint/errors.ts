import type { Problem, Service } from '@proxym/core'
import type { ConfigFlaw } from './config-text.ts'

const lint = (message: string, line?: number, hint?: string): Problem => ({
  code: 'PROXYM_LINT',
  message,
  ...(line === undefined ? {} : { where: `rendered:${line}` }),
  ...(hint === undefined ? {} : { hint }),
})

export const refusedConfig = ({ id, source }: Service, { line, reason }: ConfigFlaw): Problem => ({
  code: 'PROXYM_CONFIG_TEXT',
  message: `config text of service \`${id}\`, line ${line}: ${reason}; the service is left out`,
  hint: `Correct its config text, or trust or drop the texts of this source: configText: { ${JSON.stringify(source)}: 'trusted' } or 'off'.`,
  subject: id,
})

export const ignoredConfig = ({ id, source }: Service): Problem => ({
  code: 'PROXYM_CONFIG_TEXT_OFF',
  message: `config text of service \`${id}\` is not written: config texts of ${JSON.stringify(source)} are switched off`,
  hint: `Allow it with configText: { ${JSON.stringify(source)}: 'lint' }.`,
  subject: id,
})

export const emptyFile = (): Problem =>
  lint('the template gave no configuration at all', undefined, 'Write at least what must stand there without services.')

export const controlCharacterIn = ({ line, reason }: ConfigFlaw): Problem =>
  lint(
    `the rendered file is refused: ${reason}`,
    line,
    'Write values through the filters, or remove the character from the template.',
  )

export const lineFlaw = (line: number, what: string): Problem =>
  lint(`the rendered line is refused: ${what}`, line, 'Correct the template.')

export const tooManyWords = (line: number, words: number, most: number): Problem =>
  lint(`the rendered line has ${words} words, HAProxy takes ${most}`, line, 'Write one value per line.')

export const linesBeforeSection = (line: number): Problem =>
  lint('the rendered line stands before any section', line, 'Begin with `global` or `defaults`.')

export const duplicateSection = (kind: string, name: string, line: number, first: number): Problem =>
  lint(
    `\`${kind} ${name}\` is there twice, first at line ${first}`,
    line,
    'Name sections after services with `| backend_name`, once per service.',
  )

export const duplicateBind = (address: string, line: number, first: number): Problem => ({
  ...lint(
    `\`${address}\` is bound twice, first at line ${first}: the proxy would split the traffic at random`,
    line,
    'Bind each address and port once.',
  ),
  code: 'PROXYM_LINT_BIND',
})

export const missingBackend = (keyword: string, name: string, line: number): Problem =>
  lint(`\`${keyword} ${name}\` names a backend that is not there`, line, 'Render a backend for every service that a rule names.')

export const foreignEnvironment = (use: string, line: number): Problem =>
  lint(
    `\`${use}\` would read the environment of the proxy, and does not stand in the template`,
    line,
    'It came with the data of a service. Write that value through a filter, or not at all.',
  )
