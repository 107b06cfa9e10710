import { acquireLock, type Lock, type Proxym } from '@proxym/core'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { type CommandOptions, endOf } from './session.ts'

/** The locks of one process: they outlive configurations. */
export interface Locks {
  /** Hold what the next configuration wants too; returns what releases the rest once it runs. */
  change(targets: readonly string[]): Promise<() => Promise<void>>
  release(): Promise<void>
}

/** Hold one lock for the state folder and one for each target; another holder ends the command with 75. */
export async function holdLocks(io: Io, options: CommandOptions, proxym: Proxym, stateDir: string | undefined): Promise<Locks> {
  const locks = createLocks()
  try {
    await locks.change(targetsOf(proxym, stateDir))
    return locks
  } catch (error) {
    await locks.release()
    throw endOf(io, options, 'Another proxym is at work', error, exitCodes.locked)
  }
}

/** What one configuration wants for itself alone. */
export function targetsOf(proxym: Proxym, stateDir: string | undefined): readonly string[] {
  return [...new Set([...(stateDir === undefined ? [] : [stateDir]), ...proxym.locks])]
}

function createLocks(): Locks {
  const held = new Map<string, Lock>()
  return {
    async change(targets) {
      const taken: Lock[] = []
      try {
        for (const target of targets) if (!held.has(target)) taken.push(await acquireLock(target))
      } catch (error) {
        await Promise.all(taken.map(lock => lock.release()))
        throw error
      }
      for (const lock of taken) held.set(lock.target, lock)
      return async () => {
        for (const [target, lock] of held) {
          if (targets.includes(target)) continue
          held.delete(target)
          await lock.release()
        }
      }
    },
    async release() {
      await Promise.all([...held.values()].map(lock => lock.release()))
      held.clear()
    },
  }
}
