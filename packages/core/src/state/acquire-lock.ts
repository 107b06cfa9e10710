import { tmpdir } from 'node:os'
import { locked, lockFailed } from './errors.ts'
import { listenLock, type Release } from './listen-lock.ts'
import { lockName } from './lock-name.ts'
import { electHolder } from './socket-election.ts'

/** Keeps every other proxym on this machine away from a target. */
export interface Lock {
  /** As it was given. */
  readonly target: string
  /** Let others have it; safe to repeat. */
  release(): Promise<void>
}

/** How a lock is taken; what a test may replace. */
export interface LockOptions {
  /** @default the platform that runs */
  readonly platform?: NodeJS.Platform
  /** Folder of the socket files, on systems that need them. @default the temporary folder */
  readonly folder?: string
}

/**
 * Hold a target (a path, a URL) until release or the end of the process, SIGKILL included: the lock is a
 * listening socket, which the kernel closes. On Linux it has an abstract name, so nothing is left on disk;
 * such names end at the network namespace, so containers that share a file do not see each other's locks.
 *
 * @throws ProxymError `PROXYM_LOCKED` when another process, or another holder in this one, has it
 */
export async function acquireLock(target: string, options: LockOptions = {}): Promise<Lock> {
  const name = await lockName(target)
  const close = await hold(name, options).catch((error: unknown) => {
    throw lockFailed(target, error)
  })
  if (close === undefined) throw locked(target)
  let released: Promise<void> | undefined
  return { target, release: () => (released ??= close()) }
}

function hold(name: string, { platform = process.platform, folder = tmpdir() }: LockOptions): Promise<Release | undefined> {
  if (platform === 'linux') return listenLock(`\0${name}`)
  if (platform === 'win32') return listenLock(`\\\\.\\pipe\\${name}`)
  return electHolder(folder, name)
}
