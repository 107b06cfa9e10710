import type { Task } from './document.ts'
import { isRecord } from './record.ts'

type HealthResult = NonNullable<NonNullable<Task['healthCheckResults']>[number]>
type Address = NonNullable<Task['ipAddresses']>[number]

/**
 * A reader of tasks that are as they should be, and undefined for any other, of which the schema knows what is wrong. Of 50,000 tasks it
 * takes a sixth of the time. What a task says like the one before it is the same text or list: tasks of one app stand together, and say
 * nearly all alike.
 */
export function createQuickTaskReader(): (item: unknown) => Task | undefined {
  let last: Partial<Task> = {}
  return item => {
    if (!isRecord(item)) return undefined
    const { appId, host, ports, servicePorts, ipAddresses, state, startedAt, version, healthCheckResults } = item
    if (typeof appId !== 'string' || appId === '' || !isText(host) || !isText(state) || !isText(startedAt) || !isText(version))
      return undefined
    if (!isList(ports) || !isList(servicePorts) || !isListOf(ipAddresses, isAddress) || !isListOf(healthCheckResults, isResult))
      return undefined
    last = {
      appId: known(appId, last.appId),
      host,
      ports,
      servicePorts: alike(servicePorts, last.servicePorts, (a, b) => a === b),
      ipAddresses: each(ipAddresses, ({ ipAddress }) => ({ ipAddress })),
      state: known(state, last.state),
      startedAt,
      version: known(version, last.version),
      healthCheckResults: alike(each(healthCheckResults, resultOf), last.healthCheckResults, sameResult),
    }
    return last as Task
  }
}

type Nullish<T> = T | null | undefined

const isNullish = (value: unknown): value is null | undefined => value === null || value === undefined
const isText = (value: unknown): value is Nullish<string> => typeof value === 'string' || isNullish(value)
const isList = (value: unknown): value is Nullish<unknown[]> => Array.isArray(value) || isNullish(value)
const isListOf = <T>(value: unknown, isItem: (item: unknown) => item is T): value is Nullish<T[]> =>
  isNullish(value) || (Array.isArray(value) && value.every(isItem))

const isAddress = (value: unknown): value is Address => isRecord(value) && isText(value['ipAddress'])
const isResult = (value: unknown): value is HealthResult | null => {
  if (value === null) return true
  if (!isRecord(value) || !isText(value['lastFailure'])) return false
  const { alive, consecutiveFailures } = value
  return (
    (typeof alive === 'boolean' || isNullish(alive)) && (Number.isFinite(consecutiveFailures) || isNullish(consecutiveFailures))
  )
}
const resultOf = (result: HealthResult | null): HealthResult | null => {
  if (result === null) return null
  const { alive, consecutiveFailures, lastFailure } = result
  return { alive, consecutiveFailures, lastFailure }
}
const sameResult = (a: HealthResult | null, b: HealthResult | null): boolean =>
  a?.alive === b?.alive && a?.consecutiveFailures === b?.consecutiveFailures && a?.lastFailure === b?.lastFailure && !a === !b

const each = <T, U>(list: Nullish<T[]>, make: (item: T) => U): Nullish<U[]> => (isNullish(list) ? list : list.map(make))

/** The text before, when this one says the same: two that are equal need not both stay in memory. */
const known = <T extends Nullish<string>>(text: T, before: T | undefined): T => (text === before ? (before as T) : text)

/** The list before, when this one says the same. */
function alike<T>(list: Nullish<T[]>, before: Nullish<T[]>, isSame: (a: T, b: T) => boolean): Nullish<T[]> {
  if (isNullish(list) || isNullish(before) || list.length !== before.length) return list
  return list.every((item, index) => isSame(item, before[index] as T)) ? before : list
}
