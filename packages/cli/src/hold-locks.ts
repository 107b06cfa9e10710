import { acquireLock, type Lock, type Proxym } from '@proxym/core'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { type CommandOptions, endOf } from './session.ts'

/** What follows a change of locks, once it is known how it went. */
export interface LockChange {
  /** The new configuration runs: let go of what only the old one wanted. */
  done(): Promise<void>
  /** It does not: let go of what was taken for it. */
  undo(): Promise<void>
}

/** The locks of one process: they outlive configurations. */
export interface Locks {
  /**
   * Hold what the next configuration wants too.
   *
   * @throws ProxymError `PROXYM_LOCKED`, and then nothing was taken
   */
  change(targets: readonly string[]): Promise<LockChange>
  release(): Promise<void>
}

/** Hold one lock for the state folder and one for each target; another holder ends the command with 75. */
export async function holdLocks(io: Io, options: CommandOptions, targets: readonly string[]): Promise<Locks> {
  const locks = createLocks()
  try {
    await locks.change(targets)
    return locks
  } catch (error) {
    throw endOf(io, options, 'Another proxym is at work', error, exitCodes.locked)
  }
}

/** What one configuration wants for itself alone. */
export function targetsOf(proxym: Proxym, stateDir: string | undefined): readonly string[] {
  return [...new Set([...(stateDir === undefined ? [] : [stateDir]), ...proxym.locks])]
}

/** No lock yet. */
export function createLocks(): Locks {
  const held = new Map<string, Lock>()
  const releaseAll = async (locks: readonly Lock[]): Promise<void> => {
    for (const lock of locks) held.delete(lock.target)
    await Promise.all(locks.map(lock => lock.release()))
  }
  return {
    async change(targets) {
      const taken: Lock[] = []
      try {
        for (const target of targets) if (!held.has(target)) taken.push(await acquireLock(target))
      } catch (error) {
        await releaseAll(taken)
        throw error
      }
      for (const lock of taken) held.set(lock.target, lock)
      return {
        done: () => releaseAll([...held.values()].filter(({ target }) => !targets.includes(target))),
        undo: () => releaseAll(taken),
      }
    },
    release: () => releaseAll([...held.values()]),
  }
}
