import { messageOf, ProxymError } from '@proxym/core'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { commanderCode, createProgram, refuseUnknownCommand } from './program.ts'
import { CommandEnd, endOf } from './session.ts'

/** Run one command; resolves with its exit code. Never rejects. */
export async function main(io: Io): Promise<number> {
  let exitCode: number = exitCodes.done
  try {
    const program = createProgram(io, code => {
      exitCode = code
    })
    refuseUnknownCommand(program, io.argv)
    await program.parseAsync(io.argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof ProxymError)
      return endOf(io, { color: 'auto' }, 'This is not understood', error, exitCodes.configuration).exitCode
    if (error instanceof CommandEnd) return error.exitCode
    const code = commanderCode(error)
    if (code !== undefined) return code
    io.stderr.write(`error: proxym failed in itself: ${messageOf(error)}\n${error instanceof Error ? (error.stack ?? '') : ''}\n`)
    return exitCodes.internal
  }
}
