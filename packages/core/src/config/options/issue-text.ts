import type { Issue } from './issue.ts'

const kinds: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  function: 'a function',
  date: 'a date',
}

const zodDefault = /^(Invalid |Too small: |Too big: |Unrecognized key)/
const predicate = /^(must|is|are|has|needs|cannot|does|may|names) /

/** What the subject of an issue must be, as the rest of the sentence: `must be a number`. Undefined: the message says all. */
export function requirementOf(issue: Issue): string | undefined {
  if (!zodDefault.test(issue.message) && issue.message !== 'Invalid input') {
    return predicate.test(issue.message) ? issue.message : undefined
  }
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kindOf(issue)}`
    case 'invalid_value':
      return `must be ${(issue.values?.length ?? 0) > 1 ? 'one of ' : ''}${(issue.values ?? []).map(value => JSON.stringify(value)).join(', ')}`
    case 'invalid_union':
      return unionRequirement(issue)
    case 'too_small':
      return sizeRequirement(issue, issue.minimum ?? 0, issue.inclusive === false ? 'more than' : 'at least')
    case 'too_big':
      return sizeRequirement(issue, issue.maximum ?? 0, issue.inclusive === false ? 'less than' : 'at most')
    case 'invalid_format':
      return issue.format === 'regex'
        ? `must match ${issue.pattern ?? 'its pattern'}`
        : `must be a valid ${issue.format ?? 'text'}`
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor ?? 1}`
    default:
      return 'is not valid'
  }
}

function kindOf(issue: Issue): string {
  return kinds[issue.expected ?? ''] ?? issue.expected ?? 'something else'
}

function unionRequirement(issue: Issue): string {
  const parts = (issue.errors ?? []).map(branch => branch[0] && requirementOf(branch[0]))
  const wanted = parts.filter(part => part?.startsWith('must be ') === true).map(part => part?.slice('must be '.length))
  return wanted.length === 0 ? 'is not valid' : `must be ${[...new Set(wanted)].join(' or ')}`
}

function sizeRequirement(issue: Issue, limit: number | bigint, words: string): string {
  if (issue.origin === 'string')
    return limit === 1 && issue.code === 'too_small' ? 'must not be empty' : `must have ${words} ${limit} characters`
  if (issue.origin === 'array' || issue.origin === 'set')
    return `must have ${words} ${limit} ${limit === 1 ? 'entry' : 'entries'}`
  return `must be ${words} ${limit}`
}

/** A value as a message may show it: short, and without the user and password of an address. */
export function show(value: unknown): string {
  if (typeof value === 'string') {
    const text = value.replace(/(\/\/)[^/\s@]*@/g, '$1***@')
    return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text)
  }
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'object' && value !== null) return 'an object'
  return value === undefined ? 'nothing' : String(value)
}
