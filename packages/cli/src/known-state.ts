import {
  createStateStore,
  type Handover,
  type LoadedConfig,
  openStateDir,
  type RootLogger,
  readState,
  type StatePlace,
  type StateStore,
} from '@proxym/core'
import { warnOf } from './session.ts'

/** What a command has of the state folder. */
export interface KnownState {
  /** The folder, where it can be written. */
  readonly dir?: string | undefined
  /** What an earlier process, or the configuration before, knew. */
  readonly handover?: Handover | undefined
  readonly store?: StateStore | undefined
}

/** For commands that load a configuration and read nothing. */
export const noState: KnownState = {}

/** For commands that touch nothing: what an earlier process knew. */
export async function lookAtState(config: LoadedConfig, logger: RootLogger): Promise<KnownState> {
  const { handover, problem } = await readState(placeOf(config, config.stateDir))
  if (problem !== undefined) warnOf(logger, [problem])
  return { handover }
}

/** For commands that write: the folder, made when it is missing, with what an earlier process knew, and a store for the next. */
export async function openState(config: LoadedConfig, logger: RootLogger): Promise<KnownState> {
  const { dir, problem } = await openStateDir(config.stateDir)
  if (problem !== undefined) warnOf(logger, [problem])
  if (dir === undefined) return noState
  const place = placeOf(config, dir)
  const earlier = await readState(place)
  if (earlier.problem !== undefined) warnOf(logger, [earlier.problem])
  const { handover, trusted } = earlier
  const store = trusted ? createStateStore({ ...place, logger: logger.named('core/state'), earlier: handover }) : undefined
  return { dir, handover, store }
}

function placeOf({ configPath, configDir }: LoadedConfig, folder: string): StatePlace {
  return { folder, configuration: configPath ?? configDir }
}
