import type { CommandResult, RunCommand } from '../command/run-command.ts'
import { checkCommandFor, withPath } from '../command/substitute.ts'
import type { ApplySettings } from './settings.ts'

/** A command as it ran, and how it ended. */
export interface Ran {
  readonly command: string
  readonly result: CommandResult
}

/** The operator's commands for one output. Undefined when there is no such command. */
export interface Commands {
  check(path: string, signal: AbortSignal): Promise<Ran | undefined>
  reload(signal: AbortSignal): Promise<Ran>
  verify(signal: AbortSignal): Promise<Ran | undefined>
}

/** Whether a command did what it should. */
export const succeeded = ({ result }: Ran) => result.end.kind === 'exit' && result.end.code === 0

/** @param isPatient others have the processor first */
export function createCommands(settings: ApplySettings, run: RunCommand, isPatient = false): Commands {
  const { target, checkCommand, reloadCommand, verifyCommand, commandEnv: env, checkTimeoutMs, reloadTimeoutMs } = settings
  const ran = async (command: string, signal: AbortSignal, timeoutMs: number, mayLeaveDaemons = false): Promise<Ran> => ({
    command,
    result: await run(command, { cwd: target.folder, env, timeoutMs, signal, mayLeaveDaemons, isPatient }),
  })
  return {
    check: async (path, signal) =>
      checkCommand === undefined ? undefined : ran(checkCommandFor(checkCommand, target, path), signal, checkTimeoutMs),
    reload: signal => ran(withPath(reloadCommand, target.path), signal, reloadTimeoutMs, true),
    verify: async signal =>
      verifyCommand === undefined ? undefined : ran(withPath(verifyCommand, target.path), signal, reloadTimeoutMs),
  }
}
