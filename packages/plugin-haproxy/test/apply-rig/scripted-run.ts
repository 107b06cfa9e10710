import { readFileSync } from 'node:fs'
import type { CommandEnd, RunCommand } from '../../src/command/run-command.ts'

type Answer = CommandEnd | number

/** Commands that end as the test says, and remember what they saw. */
export function scriptedRun() {
  const ran: string[] = []
  const checked: string[] = []
  const answers: Record<string, Answer[]> = {}
  let during: (command: string) => unknown = () => undefined
  const run: RunCommand = async (command, { signal }) => {
    const [word = '', path] = command.split(' ')
    ran.push(word)
    if (word === 'check' && path !== undefined) checked.push(readFileSync(path, 'utf8'))
    await during(command)
    if (signal.aborted) return { end: { kind: 'aborted' }, output: '' }
    const answer = answers[word]?.shift() ?? 0
    const end: CommandEnd = typeof answer === 'number' ? { kind: 'exit', code: answer } : answer
    return { end, output: answer === 0 ? '' : `${path}:2: words of ${word}\n` }
  }
  return {
    run,
    /** First words, in order. */
    ran,
    /** What the check command read. */
    checked,
    /** Exit codes of the next runs of a command; then 0. */
    answer(word: string, ...codes: readonly Answer[]) {
      answers[word] = [...codes]
    },
    /** Called while a command runs. */
    while(fn: (command: string) => unknown) {
      during = fn
    },
  }
}
