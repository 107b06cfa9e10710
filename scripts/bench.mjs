import { build } from './build.mjs'
import { workspaceNode } from './environment.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { runCommand } from './run-command.mjs'
import { runSteps } from './run-steps.mjs'

const failed = await runSteps([
  { name: 'install', title: 'Installing dependencies', needed: true, run: installWorkspace },
  { name: 'build', title: 'Building every package', needed: true, run: build },
  { name: 'file-edit', title: 'Measuring one edited file', live: true, run: () => measure('file-edit') },
  { name: 'hipache', title: 'Measuring 5,000 domains in Redis', live: true, run: () => measure('hipache') },
])
if (failed.length > 0) process.exitCode = 1

/** @param {string} name */
async function measure(name) {
  await runCommand(workspaceNode, [`bench/${name}.ts`], { live: true })
}
