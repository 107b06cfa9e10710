import { build } from './build.mjs'
import { checkPackages } from './check-packages.mjs'
import { installServers } from './install-servers.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { runCommand } from './run-command.mjs'
import { runVitest } from './run-vitest.mjs'
import { longServers, servers } from './servers.mjs'

/** @param {string} command @param {readonly string[]} args */
const tool = (command, args) => async () => {
  await runCommand(command, args)
}

const install = { name: 'install', title: 'Installing dependencies', needed: true, run: installWorkspace }
const compile = { name: 'build', title: 'Building every package', needed: true, run: build }

/** What a contributor runs: `npm test`. @type {readonly import('./run-steps.mjs').Step[]} */
export const firstTier = [
  install,
  { name: 'servers', title: 'Looking for the servers that tests talk to', needed: true, run: () => installServers(servers) },
  compile,
  { name: 'types', title: 'Checking the types of tests and examples', run: tool('tsc', ['--project', 'tsconfig.tests.json']) },
  { name: 'lint', title: 'Checking style', run: tool('biome', ['check', '--error-on-warnings', '.']) },
  { name: 'unused', title: 'Looking for unused files, exports and dependencies', run: tool('knip', ['--no-progress']) },
  { name: 'packages', title: 'Checking the packages as they would be published', run: checkPackages },
  {
    name: 'tests',
    title: 'Running the tests',
    run: filters => runVitest('first', { config: 'vitest.config.ts', live: filters.length > 0, filters }),
  },
]

/** Loads, enumerations, storms: `npm run test:long`. @type {readonly import('./run-steps.mjs').Step[]} */
export const longTier = [
  install,
  {
    name: 'servers',
    title: 'Looking for the servers that long tests talk to',
    needed: true,
    run: () => installServers(longServers),
  },
  compile,
  {
    name: 'tests',
    title: 'Running the long tests',
    live: true,
    run: filters => runVitest('long', { config: 'vitest.long.config.ts', live: true, filters }),
  },
]
