import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { checkPackages } from './check-packages.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { pnpm } from './pnpm.mjs'
import { readReleaseState } from './read-release-state.mjs'
import { releaseProblems } from './release-problems.mjs'
import { runCommand } from './run-command.mjs'
import { runSteps } from './run-steps.mjs'
import { firstTier } from './test-steps.mjs'

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } })
const isDryRun = values['dry-run']

const problems = releaseProblems(await readReleaseState())
for (const problem of problems) process.stderr.write(`! ${problem}\n`)

if (problems.length > 0 && !isDryRun) {
  process.stderr.write('Nothing was published.\n')
  process.exitCode = 1
} else {
  const failed = await runSteps(isDryRun ? rehearsal() : release(), [])
  if (failed.length > 0) process.stderr.write(`The step "${failed[0]}" failed; its output is above.\n`)
  else if (isDryRun) process.stdout.write('Nothing was published: this was a dry run.\n')
  process.exitCode = failed.length > 0 ? 1 : 0
}

/** All but the tests and what cannot be undone. @returns {readonly import('./run-steps.mjs').Step[]} */
function rehearsal() {
  return [
    { name: 'install', title: 'Installing dependencies', needed: true, run: installWorkspace },
    { name: 'build', title: 'Building every package', needed: true, run: build },
    { name: 'packages', title: 'Checking the packages as they would be published', needed: true, run: checkPackages },
    {
      name: 'publish',
      title: 'Rehearsing what would be published',
      needed: true,
      run: () => publish('--dry-run', '--no-git-checks'),
    },
  ]
}

/** @returns {readonly import('./run-steps.mjs').Step[]} */
function release() {
  return [
    ...firstTier.map(step => ({ ...step, needed: true })),
    { name: 'publish', title: 'Publishing what the registry does not have yet', needed: true, run: () => publish() },
    { name: 'tag', title: 'Tagging', needed: true, run: async () => void (await runCommand('changeset', ['tag'])) },
  ]
}

/** pnpm puts versions in the place of `workspace:` and `catalog:`. @param {readonly string[]} options */
async function publish(...options) {
  const output = await pnpm('--recursive', '--filter', './packages/*', 'publish', '--access', 'public', ...options)
  return [...output.matchAll(/^📦 (\S+)/gmu)].map(match => match[1]).join(', ') || 'nothing'
}
