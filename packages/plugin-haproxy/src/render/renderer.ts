import { type Problem, ProxymError, problemsOf, type Snapshot } from '@proxym/core'
import { createNameResolver, reservedPort } from '../data/index.ts'
import { clashingBinds, lint, type ReservedPorts, reservedPorts } from '../lint/index.ts'
import type { ConfigText } from '../text/index.ts'
import { lastGoodUsed } from './errors.ts'
import { createFunctionSource } from './function-source.ts'
import { createLiquidSource } from './liquid-source.ts'
import { ownEnvironment } from './own-environment.ts'
import { createFactFinder } from './template-facts.ts'
import { placeTemplate } from './template-place.ts'
import type { TemplateVersion } from './text-source.ts'
import type { Renderer, RendererOptions } from './types.ts'

/** Make a renderer; nothing is read and no thread started before it is first used. */
export function createRenderer(options: RendererOptions): Renderer {
  const { template, configDir, targetPath, configText = 'lint', vars = {}, limits } = options
  const place = typeof template === 'string' ? placeTemplate(template, configDir) : undefined
  const source =
    typeof template === 'function'
      ? createFunctionSource(template)
      : createLiquidSource(placeTemplate(template, configDir), `${targetPath}.`, limits)
  const factsOf = createFactFinder(source, { syntax: options.syntax ?? place?.syntax, configText, vars })
  const resolveNames = createNameResolver(options.lookup)

  const renderVersion = async (version: TemplateVersion, { services: given }: Snapshot, signal: AbortSignal) => {
    const facts = await factsOf(version, signal)
    const prepared = facts.prepare(given)
    const checked = prepared.flatMap(({ service }) => (service === undefined ? [] : [service]))
    const byAddress = options.resolveNames ?? facts.syntax === 'nginx'
    const { services, problems: unresolved } = byAddress ? await resolveNames(checked) : { services: checked, problems: [] }
    signal.throwIfAborted()
    const write = (reserved: ReservedPorts) =>
      source.render(version, { services, reserved, vars }, { signal, onPieces: facts.ahead() })
    const isOwn = ownEnvironment(version, services, { vars, configText })
    const lintText = (config: ConfigText) => (facts.isClean(config.pieces, isOwn) ? [] : lint(config.text, facts.syntax, isOwn))
    let written = await write(facts.reserved)
    let wrong = lintText(written.config)
    if (wrong.some(({ code }) => code === 'PROXYM_LINT_BIND')) {
      // A bind that is there only when there are services: the template keeps it, the listener goes.
      written = await write([...facts.reserved, ...reservedPorts(clashingBinds(written.config.text, facts.syntax))])
      wrong = lintText(written.config)
    }
    if (wrong.length > 0) throw new ProxymError(wrong)
    return {
      config: written.config,
      problems: [...prepared.flatMap(({ problems }) => problems), ...unresolved, ...written.denied.map(reservedPort)],
    }
  }

  return {
    async syntax() {
      const [version] = await source.versions()
      if (version === undefined) return 'none'
      return (await factsOf(version, AbortSignal.timeout(60_000))).syntax
    },
    async render(snapshot, { signal }) {
      const failures: unknown[] = []
      for (const version of await source.versions()) {
        try {
          const { config, problems } = await renderVersion(version, snapshot, signal)
          source.keep(version)
          const broken: readonly Problem[] = failures.flatMap(error => problemsOf(error, 'PROXYM_TEMPLATE')).map(lastGoodUsed)
          return { config, problems: [...broken, ...problems], files: source.files() }
        } catch (error) {
          signal.throwIfAborted()
          failures.push(error)
        }
      }
      throw failures[0]
    },
    files: () => source.files(),
    reload: () => source.reload(),
    close: () => source.close(),
  }
}
