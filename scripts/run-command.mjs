import { spawn } from 'node:child_process'
import { root, workspaceEnvironment } from './environment.mjs'

/** A command that did not exit with 0, with everything that it printed. */
export class CommandError extends Error {
  /** @param {string} message @param {string} output */
  constructor(message, output) {
    super(message)
    this.output = output
  }
}

/**
 * Run a command from the root of the workspace, without standard input, and return what it printed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ live?: boolean, env?: Record<string, string> }} [options] `live` shows the output as it comes instead of returning it
 * @returns {Promise<string>}
 * @throws {CommandError} when it cannot be started or does not exit with 0
 */
export function runCommand(command, args, { live = false, env = {} } = {}) {
  const line = [command, ...args].join(' ')
  const stdio = live ? 'inherit' : 'pipe'
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: { ...workspaceEnvironment(), ...env }, stdio: ['ignore', stdio, stdio] })
    let output = ''
    const keep = (/** @type {string} */ text) => {
      output += text
    }
    child.stdout?.setEncoding('utf8').on('data', keep)
    child.stderr?.setEncoding('utf8').on('data', keep)
    child.once('error', error => reject(new CommandError(`\`${line}\` could not be started: ${error.message}`, output)))
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output)
      else reject(new CommandError(`\`${line}\` ${signal ? `was ended by ${signal}` : `exited with ${code}`}`, output))
    })
  })
}
