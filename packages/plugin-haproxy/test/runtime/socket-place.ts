import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type ApplierParts, createApplier } from '../../src/apply/applier.ts'
import { monotonicClock } from '../../src/apply/clock.ts'
import { runCommand } from '../../src/command/run-command.ts'
import type { HaproxyOptions } from '../../src/options.ts'
import { type AskSocket, askSocket } from '../../src/verify/ask-socket.ts'
import { parseShowInfo } from '../../src/verify/show-info.ts'
import { applierRig, forever, settingsFor } from '../apply-rig/applier.ts'
import { freePort } from '../rig/free-port.ts'
import { memoryState } from '../rig/memory-state.ts'
import { startHaproxy } from '../rig/proxy.ts'
import { foreignReload } from './foreign-reload.ts'

/** Where a real HAProxy is about to run with its sockets; `start` it when its file is at `target`. */
export async function socketPlace() {
  const port = await freePort()
  const { folder, parts } = await applierRig()
  const [target, stats, master] = ['haproxy.cfg', 'stats.sock', 'master.sock'].map(name => join(folder, name)) as [
    string,
    string,
    string,
  ]
  return {
    ...{ port, folder, target, stats },
    async start(options: Partial<HaproxyOptions>) {
      const running = await startHaproxy(target, port, ['-W', '-S', master])
      const settings = settingsFor(folder, {
        ...{ configFilePath: target, runtimeSocket: stats, masterSocket: master, reloadGapMs: 0 },
        reloadCommand: `kill -USR2 ${running.pid}`,
        ...options,
      })
      const asked = (question: string) => askSocket(stats, question, { signal: forever })
      return {
        asked,
        pid: async () => parseShowInfo(await asked('show info'))?.pid,
        reload: () => foreignReload(running.pid, { stats, master }),
        /** An applier that knows nothing of earlier ones but what `other` gives it. */
        applierWith(ask: AskSocket, other: Partial<ApplierParts> = {}) {
          const outside = { run: runCommand, clock: monotonicClock, ask, state: memoryState() }
          const applier = createApplier(settings, { ...parts, ...outside, ...other })
          onTestFinished(() => applier.end())
          return applier
        },
      }
    },
  }
}
