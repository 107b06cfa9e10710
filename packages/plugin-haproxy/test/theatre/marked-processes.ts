import { readdir, readFile } from 'node:fs/promises'

/** The variable by which the processes of a test are known, whatever group or session they moved to. */
export const markName = 'HAPROXY_TEST_MARK'

/** Processes that were started with this mark in their environment, and their children: `pid command`. Zombies do not count. */
export async function markedProcesses(mark: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async pid => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
      if (!environment.split('\0').includes(`${markName}=${mark}`)) return []
      return [`${pid} ${(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')}`]
    }),
  )
  return found.flat()
}
