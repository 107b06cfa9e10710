import { parseArgs } from 'node:util'
import { runSteps } from './run-steps.mjs'
import { firstTier, longTier } from './test-steps.mjs'

const usage = `Usage: npm test                                  everything of the first tier
       npm test -- --only STEP                   one step
       npm test -- --only tests core/test/cycle  the tests in files whose path contains that
       npm run test:long                         loads, enumerations, storms (also with --only)
`

const { values, positionals } = readArguments()
const tier = values.long ? longTier : firstTier
const steps = values.only === undefined ? tier : tier.filter(step => step.name === values.only)

if (values.help) {
  process.stdout.write(`${usage}Steps: ${names(tier)}\n`)
} else if (steps.length === 0) {
  fail(`There is no step "${values.only}". Steps: ${names(tier)}.`)
} else if (positionals.length > 0 && values.only !== 'tests') {
  fail(`"${positionals.join(' ')}" can only narrow the tests: npm test -- --only tests ${positionals.join(' ')}`)
} else {
  const failed = await runSteps(steps, positionals)
  if (failed.length > 0)
    fail(`Failed: ${failed.join(', ')}. Again with: npm ${values.long ? 'run test:long' : 'test'} -- --only ${failed[0]}`)
}

function readArguments() {
  try {
    return parseArgs({
      options: { only: { type: 'string' }, long: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
    process.exit(1)
  }
}

/** @param {readonly import('./run-steps.mjs').Step[]} list */
function names(list) {
  return list.map(step => step.name).join(', ')
}

/** @param {string} message */
function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exitCode = 1
}
