import { messageOf } from '@proxym/core'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { commanderCode, createProgram } from './program.ts'
import { CommandEnd } from './session.ts'

/** Run one command; resolves with its exit code. Never rejects. */
export async function main(io: Io): Promise<number> {
  let exitCode: number = exitCodes.done
  try {
    await createProgram(io, code => {
      exitCode = code
    }).parseAsync(io.argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommandEnd) return error.exitCode
    const code = commanderCode(error)
    if (code !== undefined) return code
    io.stderr.write(`error: proxym failed in itself: ${messageOf(error)}\n${error instanceof Error ? (error.stack ?? '') : ''}\n`)
    return exitCodes.internal
  }
}
