import { join } from 'node:path'
import { type Logger, messageOf, type PluginState } from '@proxym/core'
import { type ConfigText, configText } from '../text/index.ts'
import { hashOf } from '../write/hash.ts'
import { errorCode, type Io } from '../write/io.ts'
import { stage, sweep } from '../write/stage.ts'
import { lastLoadedNotKept } from './errors.ts'
import { readStoredText, storedText } from './stored-text.ts'

/** The text that the proxy was last proved to have loaded: in memory, over a SIGHUP, and on disk over the end of the process. */
export interface LastLoaded {
  get(): Promise<ConfigText | undefined>
  /** Never rejects: without it the configuration is loaded all the same. */
  set(config: ConfigText): Promise<void>
}

export interface LastLoadedParts {
  readonly io: Io
  readonly logger: Logger
  readonly state: PluginState
  readonly stateDir: string | undefined
}

export function createLastLoaded(target: string, { io, logger, state, stateDir }: LastLoadedParts): LastLoaded {
  const key = `last loaded:${target}`
  const place = stateDir === undefined ? undefined : placeOf(stateDir, target)
  let readBefore = false
  let swept = false
  /** What the file holds. */
  let stored: ConfigText | undefined
  let known: ConfigText | undefined
  let warned = false

  const read = async (): Promise<ConfigText | undefined> => {
    if (place === undefined) return undefined
    try {
      return readStoredText(await io.readFile(place.path), target)
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') warn(error)
      return undefined
    }
  }
  const warn = (error: unknown) => {
    if (!warned) logger.warn(lastLoadedNotKept(target), { error: messageOf(error), path: place?.path })
    warned = true
  }

  /** The same object for the same text, with what is known of it. */
  const as = (pieces: readonly string[]): ConfigText => {
    if (known?.pieces !== pieces) known = configText(pieces)
    return known
  }
  const get = async () => {
    // The state is asked each time: an instance that is stopping may still write what it came to.
    const kept = state.get(key)
    if (isPieces(kept)) return as(kept)
    if (!readBefore) stored = await read()
    readBefore = true
    return stored
  }
  const keep = async (config: ConfigText): Promise<void> => {
    if (place === undefined) return
    // What could not be removed then, or was left by a process that was killed, is removed now.
    if (!swept) swept = await sweep(io, place).catch(() => false)
    if (stored?.hash === config.hash) return
    try {
      const staged = await stage(io, { ...place, ownership: undefined }, storedText(target, config), 0o600)
      await staged.commit()
      stored = config
      await io.syncFolder(place.folder)
    } catch (error) {
      swept = false
      warn(error)
    }
  }
  let writing: Promise<void> = Promise.resolve()
  return {
    get,
    set(config) {
      known = config
      // Not as one text: nobody needs that as long as all goes well, and it would be made anew for each change.
      state.set(key, config.pieces)
      // The last one counts, whoever writes.
      writing = writing.then(() => keep(config))
      return writing
    },
  }
}

function placeOf(folder: string, target: string) {
  const name = `haproxy-${hashOf(target).slice(0, 16)}.last-loaded`
  return { folder, name, path: join(folder, name) }
}

// Kept by this plugin and nobody else.
const isPieces = (kept: unknown): kept is readonly string[] => Array.isArray(kept)
