/** Send a signal to every process of a group; one that is gone is no mistake. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // ESRCH: nobody left. EPERM: what is left changed its user (sudo) and cannot be signalled by us.
  }
}

/** Whether any process of a group is left. */
export function groupLives(pid: number): boolean {
  try {
    process.kill(-pid, 0)
    return true
  } catch {
    return false
  }
}
