import { askDaemon } from '../ask-daemon.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { type CommandOptions, endOf, loadOrEnd } from '../session.ts'

const NAMED = 20

/** Tell the proxym that runs to believe what waits under a digest. Takes no lock and writes nothing itself. */
export async function confirm(io: Io, options: CommandOptions, [digest = '']: readonly string[]): Promise<number> {
  const config = await loadOrEnd(io, options)
  try {
    const answer = await askDaemon(config, 'POST', `/refresh?confirm=${encodeURIComponent(digest)}`)
    io.stdout.write(`Confirmed: ${removedText(answer['removed'])}; ${Number(answer['services'])} services are left.\n`)
    const behind = Object.entries(answer['generators'] ?? {}).filter(([, state]) => state !== 'in sync')
    for (const [generator, state] of behind) io.stderr.write(`${generator} is ${state}; the log says why.\n`)
    return behind.length > 0 ? exitCodes.failed : exitCodes.done
  } catch (error) {
    throw endOf(io, options, 'Nothing was confirmed', error, exitCodes.failed)
  }
}

function removedText(removed: unknown): string {
  const ids = Array.isArray(removed) ? removed.map(String) : []
  if (ids.length === 0) return 'nothing had to be removed'
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : ''
  return `removed ${ids.slice(0, NAMED).join(', ')}${more}`
}
