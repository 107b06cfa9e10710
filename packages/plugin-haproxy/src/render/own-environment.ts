import type { TemplateService } from '../data/index.ts'
import { type ConfigTextPolicy, configTextMode, environmentUses, type OwnEnvironment } from '../lint/index.ts'
import type { TemplateVersion } from './text-source.ts'

/**
 * Which uses of the environment are meant: those that stand in the files of the template, in `vars` or in trusted config texts. Of a
 * function only the data is known: what stands there was not meant.
 */
export function ownEnvironment(
  version: TemplateVersion,
  services: readonly TemplateService[],
  { vars, configText }: { readonly vars: Readonly<Record<string, unknown>>; readonly configText: ConfigTextPolicy },
): OwnEnvironment {
  let meant: ReadonlySet<string> | undefined
  let foreign: string | undefined
  return use => {
    const trusted = services.filter(({ source }) => configTextMode(configText, source) === 'trusted').map(({ config }) => config)
    meant ??= new Set(
      [...version.sources.values(), JSON.stringify(vars), ...trusted].flatMap(text => environmentUses(text ?? '')),
    )
    if (meant.has(use) || version.sources.size > 0) return meant.has(use)
    foreign ??= JSON.stringify(services)
    return !foreign.includes(use)
  }
}
