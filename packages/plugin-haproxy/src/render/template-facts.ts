import { ProxymError, type Service } from '@proxym/core'
import { createPreparer, type Prepared } from '../data/index.ts'
import {
  bindsOf,
  type ConfigTextPolicy,
  createHaproxyReader,
  looksLike,
  type OwnEnvironment,
  type ReservedPorts,
  reservedPorts,
  type Syntax,
} from '../lint/index.ts'
import type { TemplateVersion, TextSource } from './text-source.ts'

/** What holds for one version of a template, whatever the services. */
export interface TemplateFacts {
  readonly syntax: Syntax
  /** Ports that the template binds for itself. */
  readonly reserved: ReservedPorts
  /** For pieces of the next text, as they come: they need not be read again then. */
  ahead(): (pieces: readonly string[]) => void
  /** Whether a text is surely right: a quick look that reads only what changed. When not, `lint` says what is wrong. */
  isClean(pieces: readonly string[], isOwn: OwnEnvironment): boolean
  /** Each checked and derived, once per service object. */
  prepare(services: readonly Service[]): readonly Prepared[]
}

export interface FactsOptions {
  /** Given by the option or the bundled template. */
  readonly syntax: Syntax | undefined
  readonly configText: ConfigTextPolicy
  readonly vars: Readonly<Record<string, unknown>>
}

/** Find out what a template is by rendering it without services. */
export function createFactFinder(source: TextSource, { syntax: given, configText, vars }: FactsOptions) {
  const known = new WeakMap<TemplateVersion, TemplateFacts>()

  return async (version: TemplateVersion, signal: AbortSignal): Promise<TemplateFacts> => {
    const found = known.get(version)
    if (found !== undefined) return found
    const empty = await renderEmpty(source, version, vars, signal)
    const written = [...version.sources.values()].map(text => looksLike(text ?? '')).find(syntax => syntax !== 'none')
    const syntax = given ?? written ?? looksLike(empty)
    const reader = createHaproxyReader()
    const facts: TemplateFacts = {
      syntax,
      reserved: reservedPorts(bindsOf(empty, syntax)),
      ahead: () => (syntax === 'haproxy' ? reader.ahead() : () => undefined),
      isClean: (pieces, isOwn) => syntax === 'haproxy' && reader.isClean(pieces, isOwn),
      prepare: createPreparer({ syntax, configText }),
    }
    known.set(version, facts)
    return facts
  }
}

async function renderEmpty(source: TextSource, version: TemplateVersion, vars: FactsOptions['vars'], signal: AbortSignal) {
  try {
    return (await source.render(version, { services: [], reserved: [], vars }, { signal, onPieces: () => undefined })).config.text
  } catch (error) {
    // A template may be wrong only without services; what else is wrong with it shows when it is used. A runaway need not run twice.
    if (!(error instanceof ProxymError) || error.problems.some(({ code }) => code !== 'PROXYM_TEMPLATE')) throw error
    return ''
  }
}
