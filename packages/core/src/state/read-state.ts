import { join } from 'node:path'
import type { Handover } from '../host/handover.ts'
import { createPluginMemory, type KeptState } from '../host/kept-state.ts'
import { messageOf, type Problem } from '../problem.ts'
import { stateNotTrusted, stateNotUsed } from './errors.ts'
import { fileNameOf, prefixOf, type Remembered } from './remembered.ts'
import { nodeStateIo, type StateFacts, type StateIo } from './state-io.ts'
import { readText } from './state-text.ts'

/** Where state lies, and whose it is. */
export interface StatePlace {
  readonly folder: string
  /** The path of the configuration, or its folder when the environment alone configures. */
  readonly configuration: string
  /** @default the file system */
  readonly io?: StateIo
  /** Who may have written it; undefined where systems know no owners. @default the user of this process */
  readonly uid?: number | undefined
}

/** What an earlier process knew. */
export interface EarlierState {
  readonly handover: Handover
  /** What could not be used, in one; proxym starts without. */
  readonly problem?: Problem
  /** Whether the folder may be written to: nobody else can. */
  readonly trusted: boolean
}

const mostBytes = 1024 ** 3
const writableByOthers = 0o022

/** Read what an earlier process of this configuration left. What is damaged, of another version or by another user is left out. Never rejects. */
export async function readState({
  folder,
  configuration,
  io = nodeStateIo,
  uid = process.geteuid?.(),
}: StatePlace): Promise<EarlierState> {
  const isOurs = (facts: StateFacts) => uid === undefined || (facts.uid === uid && (facts.mode & writableByOthers) === 0)
  const found: Remembered[] = []
  const unused: string[] = []
  const readOne = async (name: string): Promise<Remembered | string> => {
    const path = join(folder, name)
    const facts = await io.facts(path)
    if (!facts.isFile()) return 'no regular file'
    if (!isOurs(facts)) return 'written by another user, or open to others'
    if (facts.size > mostBytes) return 'too large'
    const remembered = await readText(await io.readFile(path))
    // A copy of another file would say something of another source.
    return typeof remembered !== 'string' && fileNameOf(configuration, remembered) !== name ? 'about something else' : remembered
  }
  try {
    const facts = await io.facts(folder)
    if (!isOurs(facts)) return { handover: handoverFrom([]), problem: stateNotTrusted(folder, facts), trusted: false }
    const prefix = prefixOf(configuration)
    for (const name of (await io.list(folder)).filter(entry => entry.startsWith(prefix)).sort()) {
      const result = await readOne(name).catch((error: unknown) => messageOf(error))
      if (typeof result === 'string') unused.push(`${name} (${result})`)
      else found.push(result)
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) unused.push(messageOf(error))
  }
  const problem = unused.length === 0 ? undefined : stateNotUsed(folder, unused)
  return { handover: handoverFrom(found), trusted: true, ...(problem === undefined ? {} : { problem }) }
}

function handoverFrom(found: readonly Remembered[]): Handover {
  const kept: KeptState = new Map()
  for (const remembered of found) {
    if (remembered.kind === 'source') continue
    const memory = kept.get(remembered.plugin) ?? createPluginMemory()
    kept.set(remembered.plugin, memory)
    if (remembered.kind === 'services') memory.services.set(remembered.key, remembered.services)
    else memory.values.set(remembered.key, { value: remembered.value, lasting: true })
  }
  const sources = found.filter(remembered => remembered.kind === 'source')
  return {
    kept,
    taps: sources.map(({ tap }) => tap),
    sources: () => new Map(sources.map(source => [source.tap, { revision: 0, take: () => source }])),
  }
}
