import { escapeText } from './escape-text.ts'
import type { PlainFields, PlainValue } from './plain-fields.ts'

/** The fields as ` key=value key="two words"`, with a leading space; empty when there are none. */
export function fieldText(fields: PlainFields): string {
  return Object.entries(fields)
    .map(([key, value]) => ` ${keyText(key)}=${valueText(value)}`)
    .join('')
}

const keyText = (key: string): string => key.replace(/[^\w.#/@-]/g, '_') || '_'

function valueText(value: PlainValue): string {
  const text = typeof value === 'object' && value !== null ? value.join(',') : String(value)
  const plain = escapeText(text)
  const isBare = plain === text && text !== '' && !/[\s"=\\]/.test(text)
  return isBare ? text : `"${escapeText(text.replace(/[\\"]/g, '\\$&'))}"`
}
