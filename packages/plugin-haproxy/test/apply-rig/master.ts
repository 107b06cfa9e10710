import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestProxym, type TestProxymOptions } from '@proxym/core/testing'
import { onTestFinished } from 'vitest'
import haproxy, { type HaproxyOptions } from '../../src/index.ts'
import { askSocket } from '../../src/verify/ask-socket.ts'
import { parseShowProc } from '../../src/verify/show-proc.ts'
import { answeringConfig } from '../rig/answering-config.ts'
import { freePort } from '../rig/free-port.ts'
import { startHaproxy } from '../rig/proxy.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { forever } from './applier.ts'
import { oneService } from './text-source.ts'

/** What commands are made of. */
export interface Place {
  /** Of the master. */
  readonly pid: number
  readonly folder: string
}

/** A real HAProxy in master-worker mode with both sockets, and this plugin beside it; the test decides the text. */
export async function masterRig(
  options: Partial<HaproxyOptions> | ((place: Place) => Partial<HaproxyOptions>) = {},
  given: TestProxymOptions = {},
) {
  const folder = await tempFolder()
  const port = await freePort()
  const [target, master, stats] = [join(folder, 'haproxy.cfg'), join(folder, 'master.sock'), join(folder, 'stats.sock')]
  const configFor = (answer: string, bind = port) =>
    answeringConfig(answer, { ports: [...new Set([port, bind])], statsSocket: stats })
  let text = configFor('first')
  await writeFile(target, text)
  const running = await startHaproxy(target, port, ['-W', '-S', master])
  const settings: HaproxyOptions = {
    templatePath: () => text,
    syntax: 'none',
    configFilePath: target,
    reloadCommand: `kill -USR2 ${running.pid}`,
    masterSocket: master,
    statsSocket: stats,
    reloadGapMs: 0,
    verifyTimeoutMs: 10_000,
    ...(typeof options === 'function' ? options({ pid: running.pid, folder }) : options),
  }
  const proxym = createTestProxym([oneService().plugin, haproxy(settings)], given)
  onTestFinished(() => proxym.stop())
  return {
    ...{ folder, target, port, proxym, running, configFor },
    setText(next: string) {
      text = next
    },
    answer: async () => (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })).text(),
    processes: async () => parseShowProc(await askSocket(master, 'show proc', { signal: forever })),
    codes: async () => (await proxym.refresh()).problems.map(({ code }) => code),
  }
}
