/**
 * One thing that a command of the workspace does.
 *
 * @typedef {object} Step
 * @property {string} name what `--only` takes
 * @property {string} title what is printed while it runs: "Building every package"
 * @property {boolean} [needed] whether the steps after it make no sense when it fails
 * @property {boolean} [live] whether it prints while it runs
 * @property {(given: readonly string[]) => Promise<string | void>} run resolves to a short remark for its line
 */

/**
 * Run steps one after the other, print a line for each, and the output of each that fails in full.
 *
 * @param {readonly Step[]} steps
 * @param {readonly string[]} [given] arguments that a single chosen step gets
 * @param {(text: string) => unknown} [write] where the lines go
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function runSteps(steps, given = [], write = text => process.stdout.write(text)) {
  const failed = []
  for (const step of steps) {
    if (await runStep(step, given, write)) continue
    failed.push(step.name)
    if (step.needed) break
  }
  return failed
}

/** @param {Step} step @param {readonly string[]} given @param {(text: string) => unknown} write */
async function runStep({ title, live, run }, given, write) {
  const start = performance.now()
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`
  write(live ? `${title} …\n` : `${title} … `)
  try {
    const remark = await run(given)
    write(`${live ? `${title}: ` : ''}${remark ? `${remark}, ` : ''}${seconds()}\n`)
    return true
  } catch (error) {
    write(`${live ? `${title}: ` : ''}FAILED after ${seconds()}\n`)
    write(describe(error))
    return false
  }
}

/** @param {unknown} error */
function describe(error) {
  if (!(error instanceof Error)) return `\n${String(error)}\n\n`
  // Our own errors carry the output of the command; anything else is a mistake in these scripts, so its stack helps.
  if (!('output' in error)) return `\n${error.stack}\n\n`
  return `\n${[String(error.output).trimEnd(), error.message].filter(text => text !== '').join('\n\n')}\n\n`
}
