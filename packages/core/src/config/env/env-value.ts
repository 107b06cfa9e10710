import type { EnvBinding } from '../env-binding.ts'

const yes = new Set(['1', 't', 'true', 'y', 'yes', 'on'])
const no = new Set(['0', 'f', 'false', 'n', 'no', 'off'])

/** What the text of a variable means; undefined when it means nothing of that kind. */
export function parseEnvValue(kind: EnvBinding['kind'], text: string): unknown {
  switch (kind) {
    case 'text':
      return text
    case 'list':
      return text
        .split(',')
        .map(item => item.trim())
        .filter(item => item !== '')
    case 'number':
      return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text.trim()) ? Number(text) : undefined
    case 'boolean':
      return parseBoolean(text)
  }
}

/** `1`, `t`, `true`, `y`, `yes`, `on` and their opposites, in any case; undefined for anything else. */
export function parseBoolean(text: string): boolean | undefined {
  const word = text.trim().toLowerCase()
  return yes.has(word) ? true : no.has(word) ? false : undefined
}
