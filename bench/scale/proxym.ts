import type { ChildProcess } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hear, startProcess, type watchTarget } from './processes.ts'

const command = fileURLToPath(new URL('../../packages/proxym/dist/bin.js', import.meta.url))

/** Configure proxym in a folder for one Marathon; no check, and a reload that does nothing. Gives the target. */
export async function configureProxym(folder: string, url: string, more: object = {}): Promise<string> {
  const target = join(folder, 'haproxy.cfg')
  const options = { templatePath: 'haproxy', configFilePath: target, reloadCommand: ':', reloadGapMs: 0 }
  const plugins = [
    ['marathon', { servers: [url] }],
    ['haproxy', options],
  ]
  // A resync is over when all has been read, however long a slow machine takes.
  const times = { debounceMs: 0, resyncMs: 600_000, patienceMs: 30_000 }
  await writeFile(join(folder, 'proxym.config.json'), JSON.stringify({ ...times, plugins, ...more }))
  return target
}

/** `proxym run` with the configuration of a folder. */
export function startProxym(folder: string, node: readonly string[]): ChildProcess {
  return startProcess(command, ['run'], { cwd: folder, node })
}

/** Scale one app by one task. Gives how long it takes to the file, ms. */
export async function scaleOne(
  simulator: ChildProcess,
  watcher: Pick<ReturnType<typeof watchTarget>, 'next'>,
  change: number,
): Promise<number> {
  const arrived = watcher.next()
  simulator.send(change)
  const { at } = await hear<{ at: number }>(simulator)
  return (await arrived) - at
}
