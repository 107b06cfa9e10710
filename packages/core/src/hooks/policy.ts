import type { Settings } from '../settings.ts'
import type { HookName } from './tap-record.ts'

interface Policy {
  /** The setting that bounds one call; undefined: it lives until it ends or proxym stops. */
  readonly deadline: keyof Settings | undefined
  /** What a failure means for the outcome; the tap is called again with back-off in each case. */
  readonly onError: 'restart' | 'keep last good services' | 'keep last changed fields' | 'leave others alone'
  /** Whether the tap runs in a dry run. */
  readonly dryRun: 'never' | 'always' | 'when it declares it'
}

/** What core does around the taps of each hook. */
const policies: Readonly<Record<HookName, Policy>> = {
  notify: { deadline: undefined, onError: 'restart', dryRun: 'never' },
  generateServices: { deadline: 'timeoutMs', onError: 'keep last good services', dryRun: 'always' },
  annotate: { deadline: 'annotateTimeoutMs', onError: 'keep last changed fields', dryRun: 'always' },
  generateConfig: { deadline: 'generateTimeoutMs', onError: 'leave others alone', dryRun: 'when it declares it' },
}

/** Milliseconds that one call of a tap on this hook may take. */
export function deadlineOf(hook: HookName, settings: Settings): number {
  const { deadline } = policies[hook]
  return deadline === undefined ? Number.POSITIVE_INFINITY : settings[deadline]
}

/** Whether a tap takes part in a run. */
export function runsIn(hook: HookName, dryRun: boolean, declaresDryRun: boolean | undefined): boolean {
  const policy = policies[hook].dryRun
  return !dryRun || policy === 'always' || (policy === 'when it declares it' && declaresDryRun === true)
}
