import { nearest } from '../did-you-mean.ts'
import type { Issue } from './issue.ts'

/** The next thing to do about a wrong value, when it can be told from the value. */
export function fixOf(issue: Issue, value: unknown): string | undefined {
  if (issue.code === 'invalid_value') return choice(issue.values ?? [], value)
  if (issue.code === 'too_small' && issue.origin === 'number')
    return issue.inclusive === false ? `Write more than ${issue.minimum}.` : `Write ${issue.minimum} or more.`
  if (issue.code === 'too_big' && issue.origin === 'number')
    return issue.inclusive === false ? `Write less than ${issue.maximum}.` : `Write ${issue.maximum} or less.`
  if (issue.code !== 'invalid_type') return undefined
  const { expected = '' } = issue
  if (typeof value === 'string') {
    const bare = value.trim()
    if (/^(number|int)$/.test(expected) && bare !== '' && Number.isFinite(Number(bare)))
      return `Write it without quotes: ${bare}.`
    if (expected === 'boolean' && /^(true|false)$/i.test(bare)) return `Write it without quotes: ${bare.toLowerCase()}.`
  }
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return `Put it in quotes: "${value}".`
  if (expected === 'array') return 'Put it in a list: [ … ].'
  return {
    string: 'Write a text.',
    number: 'Write a number.',
    int: 'Write a number without a fraction.',
    boolean: 'Write true or false.',
  }[expected]
}

function choice(values: readonly unknown[], value: unknown): string | undefined {
  const names = values.filter(name => typeof name === 'string')
  const near = typeof value === 'string' ? nearest(value, names) : undefined
  return near === undefined ? 'Write one of these.' : `Did you mean "${near}"?`
}
