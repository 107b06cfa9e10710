import { readFileSync } from 'node:fs'

/** Whether a process runs. One that has ended but was not yet collected by the system's first process does not. */
export function processLives(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
