import { runCommand } from './run-command.mjs'

/** Build every package to its `dist`: its types, then what runs. */
export async function build() {
  await runCommand('tsc', ['--build'])
  // Another process, for what runs this may be an older Node than the workspace's own.
  await runCommand('node', ['scripts/bundle.mjs'])
}
