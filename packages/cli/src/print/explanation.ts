import type { Explanation, FieldExplanation, Giver, JsonValue, Reason, ServiceExplanation } from '@proxym/core'
import { oneLine } from './problems.ts'
import type { Paint } from './style.ts'

const LABEL = 21
const HOSTS = 10

const verdicts: Readonly<Record<ServiceExplanation['verdict'], readonly [text: string, color: 'green' | 'yellow' | 'red']>> = {
  routed: ['is routed', 'green'],
  'partly routed': ['is routed, but not everywhere or not as it wants', 'yellow'],
  'held back': ['is held back: no output has confirmed it as it is now', 'yellow'],
  'not routed': ['is NOT routed', 'red'],
}

/** An explanation as text: the verdict first, then why, then where everything comes from and goes to. */
export function printExplanation({ question, found, route, services, reasons, suggestions }: Explanation, paint: Paint): string {
  if (!found) {
    const meant = suggestions.map(text => oneLine(text)).join(', ')
    const lines = [
      `${paint('bold', oneLine(question))} ${paint('red', 'is not known')}.`,
      '',
      ...reasons.flatMap(reason => reasonLines(reason, paint)),
      ...(meant === '' ? [] : row('meant', `${paint('cyan', meant)}?`)),
    ]
    return `${lines.join('\n').trimEnd()}\n`
  }
  const way =
    route === null
      ? []
      : [
          `${oneLine(question)} → ${route.host === '' ? 'every host' : route.host}${route.path} → ${paint('bold', route.service)}`,
          '',
        ]
  return `${[...way, ...services.flatMap(service => serviceLines(service, paint))].join('\n').trimEnd()}\n`
}

function serviceLines({ id, verdict, from, reasons, fields, outputs }: ServiceExplanation, paint: Paint): readonly string[] {
  const [text, color] = verdicts[verdict]
  const giver = from === null ? 'no source reports it now' : placeOf(from)
  return [
    `${paint('bold', id)} ${paint(color, text)}.`,
    '',
    ...reasons.flatMap(reason => reasonLines(reason, paint)),
    ...row('from', `${giver}${from?.state === 'stale' ? paint('yellow', ' (stale)') : ''}`),
    ...fields.filter(isWorthALine).flatMap(field => fieldLines(field, paint)),
    ...outputs.flatMap(({ output, state, problems }) => [
      ...row('output', `${output}: ${state === 'carries it' ? paint('green', state) : paint('yellow', state)}`),
      ...problems.flatMap(problem => reasonLines(problem, paint)),
    ]),
    '',
  ]
}

function placeOf({ source, key, origin }: Giver): string {
  // A file names itself in both.
  return [source, origin.includes(key) ? '' : key, origin].filter(part => part !== '').join(' · ')
}

function reasonLines({ kind, message, where, tap, hint, code }: Reason, paint: Paint): readonly string[] {
  return [
    ...row('why', `${paint('yellow', kind)} (${tap})`),
    ...row('', `${where === '' ? '' : `${where}: `}${message}`),
    ...(hint === '' ? [] : row('', hint)),
    ...row('', paint('dim', code)),
  ]
}

/** What nobody gave and nobody changed says nothing. */
function isWorthALine({ givenBy, changes }: FieldExplanation): boolean {
  return givenBy !== 'default' || changes.length > 0
}

function fieldLines({ name, value, givenBy, changes }: FieldExplanation, paint: Paint): readonly string[] {
  const by = changes.length === 0 ? givenBy : [givenBy, ...changes.map(change => change.by)].join(' → ')
  const earlier = changes.map(({ by: tap, before }) => paint('dim', `before ${tap}: ${shown(name, before)}`))
  return [...row(name, `${shown(name, value)}   ${paint('dim', by)}`), ...earlier.flatMap(text => row('', text))]
}

function shown(name: string, value: JsonValue): string {
  if (value === '' || (Array.isArray(value) && value.length === 0)) return '-'
  if (name === 'hosts' && Array.isArray(value)) {
    const hosts = value.map(host => `${host.ip}:${host.port}`)
    return hosts.length > HOSTS ? `${hosts.slice(0, HOSTS).join(', ')} and ${hosts.length - HOSTS} more` : hosts.join(', ')
  }
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function row(label: string, text: string): readonly string[] {
  return oneLine(text, LABEL + 2)
    .split('\n')
    .map((line, index) => `  ${(index === 0 ? label : '').padEnd(LABEL)}${index === 0 ? line : line.trimStart()}`.trimEnd())
}
