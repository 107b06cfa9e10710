import { existsSync } from 'node:fs'
import { workspaceNode } from './environment.mjs'
import { pnpm } from './pnpm.mjs'
import { CommandError, runCommand } from './run-command.mjs'

/** Install what the lock file says, and check that the workspace's own Node is there and runs. */
export async function installWorkspace() {
  // Without a terminal pnpm cannot ask whether it may replace a node_modules that another version made.
  await pnpm('install', '--frozen-lockfile', '--config.confirmModulesPurge=false')
  if (!existsSync(workspaceNode))
    throw new CommandError(`pnpm installed no Node: \`${workspaceNode}\` is missing. Run "npm test" again.`, '')
  return `Node ${(await runCommand(workspaceNode, ['--version'])).trim()}`
}
