import { ProxymError, type Service } from '@proxym/core'
import { complaintsIn } from '../../src/apply/complaints.ts'
import { CheckRefused, type Refusal } from '../../src/apply/refusal.ts'
import { createServiceApplier } from '../../src/quarantine/apply-services.ts'
import { createLastGood } from '../../src/quarantine/last-good.ts'
import { type ConfigText, configText } from '../../src/text/index.ts'
import { fakeClock, forever } from '../apply-rig/applier.ts'
import { memoryState } from '../rig/memory-state.ts'
import { service } from '../rig/service.ts'

/** A service with a domain of its own whose config text is all that matters. */
export const web = (id: string, config = 'fine', fields: Partial<Service> = {}) =>
  service({ id, config, domains: [`${id}.example.com`], ...fields })

/** Services that are rendered as one line each, a check that refuses what the test says, and a proxy that loads when it should. */
export function world() {
  const clock = fakeClock()
  const state = memoryState()
  const asked: string[] = []
  const loaded: string[] = []
  const rig = {
    checks: 0,
    /** What the check says; none: it passes. The lines of a text are `id config domains`. */
    check: (text: string): readonly string[] =>
      text.split('\n').flatMap(line => (line.includes('bad') ? [`refused: ${line}`] : [])),
    renderFails: (_services: readonly Service[]): string | undefined => undefined,
    load: (_text: string): string | undefined => undefined,
    /** How long a check takes. */
    checkMs: 0,
    hasCheck: true,
    ...{ clock, asked, loaded },
  }
  const trial = async ({ text }: ConfigText, signal: AbortSignal): Promise<Refusal | undefined> => {
    signal.throwIfAborted()
    rig.checks++
    clock.pass(rig.checkMs)
    const said = rig.check(text)
    if (said.length === 0) return undefined
    const output = said.map(line => `[ALERT] (${rig.checks}) : ${line}`).join('\n')
    const problem = { code: 'PROXYM_CHECK_FAILED', message: output }
    return { problem, text, complaints: complaintsIn(output, '/staged', text) }
  }
  const create = () =>
    createServiceApplier({
      async render(services) {
        const failure = rig.renderFails(services)
        if (failure !== undefined) throw new ProxymError({ code: 'PROXYM_TEMPLATE', message: failure })
        const text = services.map(({ id, config, domains }) => `${id} ${config} ${domains.join(',')}`.trim()).join('\n')
        return { config: configText(text), problems: [] }
      },
      async load(config, signal) {
        const { text } = config
        const refusal = rig.hasCheck ? await trial(config, signal) : undefined
        if (refusal !== undefined) throw new CheckRefused(refusal)
        const failure = rig.load(text)
        if (failure !== undefined) throw new ProxymError({ code: 'PROXYM_RELOAD_FAILED', message: failure })
        loaded.push(text)
        return true
      },
      trial,
      syntax: async () => 'none',
      askAgain: reason => void asked.push(reason),
      lastGood: createLastGood('/target', state),
      clock,
      hasCheck: rig.hasCheck,
    })
  let applier = create()
  return Object.assign(rig, {
    apply: (...services: readonly Service[]) => applier.apply(services, forever),
    effective: (...services: readonly Service[]) => applier.effective(services),
    /** What is reported, as `code subject`. */
    reports: async (...services: readonly Service[]) =>
      (await applier.apply(services, forever)).map(({ code, subject }) =>
        `${code.replace('PROXYM_', '')} ${subject ?? ''}`.trim(),
      ),
    file: () => loaded.at(-1),
    /** Another configuration in the same process. */
    sighup() {
      applier = create()
    },
  })
}
