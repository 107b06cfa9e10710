import type { Plugin } from '../../plugin.ts'
import { type ConfigPath, isRecord } from '../config-path.ts'
import type { ConfigSource } from '../file/config-source.ts'
import type { Findings } from '../findings.ts'
import { show } from '../options/issue-text.ts'
import { entryKey, entryNotCalled, entryShape } from './errors.ts'
import { isPlugin } from './is-plugin.ts'

/** One entry of `plugins`, whatever form it was written in. */
export interface Entry {
  readonly use: string | Plugin
  readonly optional: boolean
  readonly confirmMs: number | undefined
  /** Undefined when none are written. */
  readonly options: unknown
  /** Where the name stands. */
  readonly usePath: ConfigPath
  /** Where the options stand, or would stand. */
  readonly optionsPath: ConfigPath
  readonly place: ConfigSource['place']
  /** The variable that added it; undefined when the file lists it. */
  readonly addedBy?: string
}

const keys = ['use', 'optional', 'confirmMs', 'options']

/** Read the entries of a file; those of an unknown form are reported and left out. */
export function parseEntries(list: readonly unknown[], place: ConfigSource['place'], findings: Findings): readonly Entry[] {
  return list.flatMap((value, index) => {
    const path = ['plugins', index]
    const entry = parseEntry(value, path, place, findings)
    return entry === undefined ? [] : [entry]
  })
}

/** An entry for a plugin that a variable adds. */
export function addedEntry(word: string, variable: string): Entry {
  const place = () => ({ where: variable })
  return {
    use: word,
    optional: false,
    confirmMs: undefined,
    options: undefined,
    usePath: [],
    optionsPath: [],
    place,
    addedBy: variable,
  }
}

function parseEntry(value: unknown, path: ConfigPath, place: ConfigSource['place'], findings: Findings): Entry | undefined {
  const plain = { optional: false, confirmMs: undefined, options: undefined, usePath: path, optionsPath: path, place }
  if (isPlugin(value) || (typeof value === 'string' && value !== '')) return { ...plain, use: value }
  if (typeof value === 'function') findings.problems.push(entryNotCalled(path, place(path)))
  else if (Array.isArray(value)) {
    const [use, options, ...rest]: readonly unknown[] = value
    if (typeof use === 'string' && use !== '' && rest.length === 0) {
      return {
        ...plain,
        use,
        options: options ?? undefined,
        usePath: [...path, 0],
        optionsPath: value.length > 1 ? [...path, 1] : path,
      }
    }
    findings.problems.push(entryShape(path, rest.length === 0 ? show(value) : `a list of ${value.length}`, place(path)))
  } else if (isRecord(value) && 'use' in value) return parseLongForm(value, path, place, findings)
  else findings.problems.push(entryShape(path, show(value), place(path)))
  return undefined
}

function parseLongForm(
  value: Record<string, unknown>,
  path: ConfigPath,
  place: ConfigSource['place'],
  findings: Findings,
): Entry | undefined {
  const { use, optional = false, confirmMs, options } = value
  for (const key of Object.keys(value)) {
    if (!keys.includes(key)) findings.problems.push(entryKey(key, path, place([...path, key], 'key')))
  }
  if (typeof optional !== 'boolean') {
    findings.problems.push(entryShape([...path, 'optional'], show(optional), place([...path, 'optional'])))
  }
  if (confirmMs !== undefined && !isTime(confirmMs)) {
    findings.problems.push(entryShape([...path, 'confirmMs'], show(confirmMs), place([...path, 'confirmMs'])))
  }
  const usePath = [...path, 'use']
  if (isPlugin(use) || (typeof use === 'string' && use !== '')) {
    const optionsPath = 'options' in value ? [...path, 'options'] : path
    return {
      ...{ use, optional: optional === true, confirmMs: isTime(confirmMs) ? confirmMs : undefined },
      ...{ options: options ?? undefined, usePath, optionsPath, place },
    }
  }
  const problem =
    typeof use === 'function' ? entryNotCalled(usePath, place(usePath)) : entryShape(usePath, show(use), place(usePath))
  findings.problems.push(problem)
  return undefined
}

// Node's timers go no further.
function isTime(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 2_147_483_647
}
