import type { AskSocket } from '../verify/ask-socket.ts'
import { RuntimeObstacle } from './obstacle.ts'

/** HAProxy's runtime socket. */
export interface CommandLine {
  /** Run commands in their order. @throws RuntimeObstacle when one is refused; those before it have been run */
  run(commands: readonly string[], signal: AbortSignal): Promise<void>
  /** Run one command and say whether it was taken. */
  attempt(command: string, signal: AbortSignal): Promise<boolean>
  /** Run a command with lines that belong to it, each with its end. @throws RuntimeObstacle when it is refused */
  runWith(command: string, payload: string, signal: AbortSignal): Promise<void>
  /** @param longestAnswer in bytes */
  ask(question: string, signal: AbortSignal, longestAnswer?: number): Promise<string>
}

// 3.2 cuts longer lines.
const longestLine = 8000
const numbered = 'set severity-output number'

export function createCommandLine(ask: AskSocket, socket: string): CommandLine {
  const answerTo = async (line: string, signal: AbortSignal, longestAnswer?: number): Promise<string> => {
    try {
      return await ask(socket, line, { signal, longestAnswer })
    } catch (error) {
      signal.throwIfAborted()
      throw new RuntimeObstacle('unknown', 'the runtime socket does not answer', { cause: error })
    }
  }
  const take = async (line: string, signal: AbortSignal): Promise<void> => {
    const refusal = refusalIn(await answerTo(line, signal))
    if (refusal !== undefined) throw new RuntimeObstacle('refused', refusal)
  }
  return {
    ask: answerTo,
    async run(commands, signal) {
      for (const line of linesOf(commands)) await take(line, signal)
    },
    // With the end of the question this ends with an empty line.
    runWith: (command, payload, signal) => take(`${numbered}; ${command} <<\n${payload}`, signal),
    attempt: async (command, signal) => refusalIn(await answerTo(`${numbered}; ${command}`, signal)) === undefined,
  }
}

/** As few lines as possible; replies to the commands of a line come in their order. */
function linesOf(commands: readonly string[]): readonly string[] {
  const lines: string[] = []
  let line = numbered
  for (const command of commands) {
    if (line.length + command.length > longestLine) {
      lines.push(line)
      line = numbered
    }
    line += `; ${command}`
  }
  return line === numbered ? lines : [...lines, line]
}

/** What HAProxy says against a command: errors have the level 3 or less. Old versions say it without a level. */
function refusalIn(answer: string): string | undefined {
  return answer
    .split('\n')
    .find(line => /^\[[0-3]\]:/.test(line) || /^(?:Unknown command|Permission denied|Invalid addr)/.test(line))
}
