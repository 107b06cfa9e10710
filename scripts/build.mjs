import { runCommand } from './run-command.mjs'

/** Compile every package to its `dist`. */
export async function build() {
  await runCommand('tsc', ['--build'])
}
