import type { Plugin } from '../../plugin.ts'
import type { Problem } from '../../problem.ts'
import { switchWord } from '../env/known-variables.ts'
import type { Switch } from '../env/switches.ts'
import type { VariableTaker } from '../env/unused-variables.ts'
import type { PluginInstance } from '../loaded-config.ts'
import { checkPackage } from './check-package.ts'
import { addedEntry, type Entry } from './entries.ts'
import { importPlugin } from './import-plugin.ts'
import { isBareWord, isFileName, locatePlugin, type PluginPlaces } from './locate-plugin.ts'
import { type LoadedEntry, type Making, makePlugin } from './make-plugin.ts'

/** What loading plugins needs. */
export interface Loading extends Making, PluginPlaces {
  readonly entries: readonly Entry[]
  readonly switches: ReadonlyMap<string, Switch>
}

/** The plugins that could be made, in order, and everything listed that may take variables. */
export interface LoadedPlugins {
  readonly plugins: readonly PluginInstance[]
  readonly takers: readonly VariableTaker[]
}

interface Made {
  readonly plugin: Plugin
  readonly optional: boolean
  readonly confirmMs: number | undefined
}

/** Load, switch and make all plugins: those of the file, then those that variables add. */
export async function loadPlugins(loading: Loading): Promise<LoadedPlugins> {
  const { entries, switches, findings } = loading
  const takers: VariableTaker[] = []
  const removed = new Set<string>()
  const isOff = (word: string): boolean => {
    const state = switches.get(switchWord(word))
    if (state?.enabled === false && !removed.has(word)) {
      removed.add(word)
      findings.overrides.push(`${state.variable} removes ${word}`)
    }
    return state?.enabled === false
  }

  const makeAll = async (list: readonly Entry[]): Promise<readonly Made[]> => {
    const kept = list.filter(({ use }) => typeof use !== 'string' || !isBareWord(use) || !isOff(use))
    const loaded = await Promise.all(kept.map(entry => loadEntry(entry, loading)))
    const made: Made[] = []
    for (const [index, item] of loaded.entries()) {
      const entry = kept[index]
      if (entry === undefined) continue
      if ('problem' in item) {
        findings.problems.push({ ...entry.place(entry.usePath), ...item.problem })
        if (typeof entry.use === 'string') takers.push({ word: entry.use, variables: 'unknown', where: () => '' })
        continue
      }
      if (isOff(item.word)) continue
      const env = item.maker.definition?.env
      const first = !takers.some(({ word, variables }) => word === item.word && variables !== 'none')
      const plugin = await makePlugin(item, first, loading)
      if (plugin !== undefined && isOff(plugin.name)) continue
      const where = () => item.entry.place(item.entry.usePath).where
      takers.push({ word: item.word, variables: env === undefined ? 'none' : Object.keys(env), where })
      if (plugin !== undefined) made.push({ plugin, optional: entry.optional, confirmMs: entry.confirmMs })
    }
    return made
  }

  const listed = await makeAll(entries)
  const known = new Set([...takers.map(({ word }) => word), ...listed.map(({ plugin }) => plugin.name)].map(switchWord))
  const missing = [...switches].filter(([word, { enabled }]) => enabled && !known.has(word))
  for (const [word, { variable }] of missing) findings.overrides.push(`${variable} adds ${word}`)
  const added = await makeAll(missing.map(([word, { variable }]) => addedEntry(word, variable)))
  return { plugins: number([...listed, ...added]), takers }
}

async function loadEntry(entry: Entry, loading: Loading): Promise<LoadedEntry | { readonly problem: Problem }> {
  const { use } = entry
  if (typeof use !== 'string') return { entry, maker: { plugin: use, make: () => use }, name: use.name, word: use.name }
  const located = locatePlugin(use, loading)
  const unfit = 'url' in located && !isFileName(use) ? checkPackage(use, located.url) : undefined
  if (unfit !== undefined) loading.findings.warnings.push({ ...entry.place(entry.usePath), ...unfit })
  const maker = 'problem' in located ? located : await importPlugin(use, located.url)
  if ('problem' in maker) return maker
  const name = maker.definition?.name ?? maker.plugin?.name ?? use
  return { entry, maker, name, word: isBareWord(use) ? use : name }
}

// The second haproxy is haproxy#2, also when the two come from different packages.
function number(made: readonly Made[]): readonly PluginInstance[] {
  const counts = new Map<string, number>()
  return made.map(({ plugin, ...entry }) => {
    const count = (counts.get(plugin.name) ?? 0) + 1
    counts.set(plugin.name, count)
    return { ...entry, plugin, name: count === 1 ? plugin.name : `${plugin.name}#${count}` }
  })
}
