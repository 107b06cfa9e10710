import { build } from './build.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { runProgram } from './run-program.mjs'
import { runSteps } from './run-steps.mjs'

const failed = await runSteps([
  { name: 'install', title: 'Installing dependencies', needed: true, run: installWorkspace },
  { name: 'build', title: 'Building every package', needed: true, run: build },
])
process.exitCode = failed.length > 0 ? 1 : await runProgram('generate/write.ts', [])
