import { build } from './build.mjs'
import { workspaceNode } from './environment.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { runCommand } from './run-command.mjs'
import { runSteps } from './run-steps.mjs'

/** @type {Readonly<Record<string, { title: string, node?: readonly string[] }>>} */
const benchmarks = {
  'file-edit': { title: 'Measuring one edited file' },
  hipache: { title: 'Measuring 5,000 domains in Redis' },
  runtime: { title: 'Measuring hosts that change in front of a real HAProxy' },
  scale: { title: 'Measuring Marathon with up to 10,000 apps' },
  profile: { title: 'Profiling one change of 5,000 apps' },
  'long-run': { title: 'Measuring the memory over many changes', node: ['--expose-gc'] },
}
// Half an hour, or without a promise: only when they are named.
const byDefault = ['file-edit', 'hipache', 'runtime', 'scale']

const [name, ...args] = process.argv.slice(2)
if (name !== undefined && benchmarks[name] === undefined) {
  process.stderr.write(`There is no benchmark "${name}". Benchmarks: ${Object.keys(benchmarks).join(', ')}.\n`)
  process.exit(1)
}
const failed = await runSteps([
  { name: 'install', title: 'Installing dependencies', needed: true, run: installWorkspace },
  { name: 'build', title: 'Building every package', needed: true, run: build },
  ...(name === undefined ? byDefault : [name]).map(each => ({
    name: each,
    title: benchmarks[each]?.title ?? each,
    live: true,
    run: () => measure(each),
  })),
])
if (failed.length > 0) process.exitCode = 1

/** @param {string} benchmark */
async function measure(benchmark) {
  await runCommand(workspaceNode, [...(benchmarks[benchmark]?.node ?? []), `bench/${benchmark}.ts`, ...args], { live: true })
}
