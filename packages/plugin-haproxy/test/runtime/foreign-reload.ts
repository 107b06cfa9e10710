import { askSocket } from '../../src/verify/ask-socket.ts'
import { parseShowInfo } from '../../src/verify/show-info.ts'
import { parseShowProc } from '../../src/verify/show-proc.ts'
import { forever } from '../apply-rig/applier.ts'
import { until } from '../rig/until.ts'

/** Another hand reloads a HAProxy, by the process id and the socket of its master. Over when a further reload would be heard. */
export async function foreignReload(pid: number, { stats, master }: { readonly stats: string; readonly master: string }) {
  const worker = async () => parseShowInfo(await askSocket(stats, 'show info', { signal: forever }))?.pid
  const before = await worker()
  process.kill(pid, 'SIGUSR2')
  await until('another worker serves', async () => (await worker()) !== before)
  const hasStarted = async () =>
    (parseShowProc(await askSocket(master, 'show proc', { signal: forever }))?.workers.length ?? 0) > 0
  await until('the master hears signals', () => hasStarted().catch(() => false))
}
