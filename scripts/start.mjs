import { build } from './build.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { runProgram } from './run-program.mjs'
import { runSteps } from './run-steps.mjs'

const failed = await runSteps([
  { name: 'install', title: 'Installing dependencies', needed: true, run: installWorkspace },
  { name: 'build', title: 'Building every package', needed: true, run: build },
])

if (failed.length > 0) {
  process.stderr.write(`proxym did not start: the step "${failed[0]}" failed, its output is above.\n`)
  process.exitCode = 1
} else {
  process.exitCode = await runProgram('examples/quickstart/start.mjs', process.argv.slice(2))
}
