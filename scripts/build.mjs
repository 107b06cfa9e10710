import { runCommand } from './run-command.mjs'

/** Build every package to its `dist`: its types, then what runs. */
export async function build() {
  await runCommand('tsc', ['--build'])
  await runCommand('node', ['scripts/bundle.mjs'])
}
