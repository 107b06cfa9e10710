import { runCommand } from './run-command.mjs'

const version = '12.21.0'

/**
 * Run pnpm in the version that wrote the lock file; npx fetches it, so that nothing is installed globally.
 *
 * @param {readonly string[]} args
 */
export function pnpm(...args) {
  return runCommand('npx', ['--yes', `pnpm@${version}`, ...args])
}
