import type { Problem } from '@proxym/core'
import type { z } from 'zod'
import { type App, appDocument, normaliseId, type Task, taskDocument } from './document.ts'
import { appProblem } from './errors.ts'
import { type Pod, podDocument } from './pod-document.ts'
import { createQuickTaskReader } from './quick-task.ts'
import { fieldOf } from './record.ts'

/** Items of an answer, each read on its own: one that is malformed loses nothing but itself. */
export interface Read<T> {
  readonly items: readonly T[]
  /** What is wrong with those that say whose they are, by app id. */
  readonly malformed: ReadonlyMap<string, Problem>
  /** How many do not even say that. */
  readonly nameless: number
  readonly problems: readonly Problem[]
}

/** Read the apps of an answer; an id that stands there twice counts once, whatever the order. */
export function readApps(given: readonly unknown[]): Read<App> {
  return onlyOnce(readEachApp(given))
}

/** Read some of the apps of an answer, those with the same id too. */
export function readEachApp(given: readonly unknown[]): Read<App> {
  return readItems(given, appDocument, 'id', appProblem.malformed)
}

/** Read the pods of an answer. */
export function readPods(given: readonly unknown[]): Read<Pod> {
  return onlyOnce(readItems(given, podDocument, 'id', appProblem.malformed))
}

/** Read the tasks of an answer. */
export function readTasks(given: readonly unknown[]): Read<Task> {
  return readItems(given, taskDocument, 'appId', appProblem.malformedTask, createQuickTaskReader())
}

function readItems<S extends z.ZodType>(
  given: readonly unknown[],
  schema: S,
  owner: string,
  problem: (id: string, mistakes: string) => Problem,
  quick: (item: unknown) => z.output<S> | undefined = () => undefined,
): Read<z.output<S>> {
  const items: z.output<S>[] = []
  const malformed = new Map<string, Problem>()
  let nameless = 0
  for (const item of given) {
    const known = quick(item)
    if (known !== undefined) {
      items.push(known)
      continue
    }
    const result = schema.safeParse(item)
    if (result.success) {
      items.push(result.data)
      continue
    }
    const id = ownerOf(item, owner)
    if (id === undefined) nameless++
    else malformed.set(id, problem(id, describeIssues(result.error)))
  }
  return { items, malformed, nameless, problems: [] }
}

function ownerOf(item: unknown, name: string): string | undefined {
  const id = fieldOf(item, name)
  return typeof id === 'string' && id !== '' ? normaliseId(id) : undefined
}

function describeIssues({ issues }: z.ZodError): string {
  const [first, ...more] = issues.map(({ path, message }) => `\`${path.map(String).join('.')}\` ${message}`)
  return more.length === 0 ? `${first}` : `${first} (and ${more.length} more)`
}

/** Leave one of those with the same id, the same one in whatever order they come. */
export function onlyOnce<T extends { readonly id: string }>(read: Read<T>): Read<T> {
  const byId = Map.groupBy(read.items, ({ id }) => normaliseId(id))
  const problems: Problem[] = []
  const items = [...byId].map(([id, [first, ...others]]) => {
    if (first === undefined || others.length === 0) return first
    const texts = [first, ...others].map(item => ({ item, text: JSON.stringify(item) }))
    if (texts.some(({ text }) => text !== texts[0]?.text)) problems.push(appProblem.twice(id))
    return texts.reduce((a, b) => (b.text < a.text ? b : a)).item
  })
  return { ...read, items: items.filter(item => item !== undefined), problems: [...read.problems, ...problems] }
}
