// Prints the sum of the given reports as a line of its own; fails when nothing ran or something failed.
import { existsSync, readFileSync } from 'node:fs'
import { countTests } from './test-results.mjs'

const reports = process.argv.slice(2).filter(path => existsSync(path))
const counts = reports.map(path => countTests(JSON.parse(readFileSync(path, 'utf8'))))
const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) => counts.reduce((total, count) => total + count[key], 0)

const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed${skipped}\n`)
process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0
