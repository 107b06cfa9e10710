import { build } from './build.mjs'
import { workspaceNode } from './environment.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { runCommand } from './run-command.mjs'
import { runSteps } from './run-steps.mjs'

const failed = await runSteps([
  { name: 'install', title: 'Installing dependencies', needed: true, run: installWorkspace },
  { name: 'build', title: 'Building every package', needed: true, run: build },
  { name: 'file-edit', title: 'Measuring one edited file', live: true, run: measureFileEdit },
])
if (failed.length > 0) process.exitCode = 1

async function measureFileEdit() {
  await runCommand(workspaceNode, ['bench/file-edit.ts'], { live: true })
}
