import { type Explanation, ProxymError } from '@proxym/core'
import { askDaemon } from '../ask-daemon.ts'
import { oldDaemon } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { printExplanation } from '../print/explanation.ts'
import { paintOn } from '../print/style.ts'
import { type CommandOptions, endOf, loadOrEnd } from '../session.ts'

export interface ExplainOptions extends CommandOptions {
  readonly json?: boolean
}

/** Ask the proxym that runs what became of a service or a domain. Takes no lock and writes nothing. */
export async function explain(io: Io, options: ExplainOptions, [question = '']: readonly string[]): Promise<number> {
  const config = await loadOrEnd(io, options)
  try {
    const answer = await askDaemon(config, 'GET', `/explain?q=${encodeURIComponent(question)}`)
    if (!isExplanation(answer)) throw new ProxymError(oldDaemon)
    io.stdout.write(options.json ? `${JSON.stringify(answer)}\n` : printExplanation(answer, paintOn(io.stdout, options.color)))
    return answer.found ? exitCodes.done : exitCodes.failed
  } catch (error) {
    throw endOf(io, options, 'Nothing can be explained', error, exitCodes.failed)
  }
}

// The one that runs may be older or newer than this command.
function isExplanation(answer: object): answer is Explanation {
  const lists = ['services', 'reasons', 'suggestions']
  return lists.every(name => Array.isArray((answer as Readonly<Record<string, unknown>>)[name]))
}
