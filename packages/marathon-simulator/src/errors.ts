/** What was asked wrongly, and what to do about it. */
export interface Mistake {
  readonly code: string
  readonly message: string
  readonly hint: string
}

export const unknownVersion = (given: string): Mistake => ({
  code: 'PROXYM_SIMULATOR_VERSION',
  message: `\`version\` must be a Marathon version from 0.8 to 1.11, got ${JSON.stringify(given)}`,
  hint: 'Write e.g. "1.4", "1.5.9" or "1.11".',
})

export const invalidInput = (subject: string, problems: string): Mistake => ({
  code: 'PROXYM_SIMULATOR_INPUT',
  message: `\`${subject}\` is not valid: ${problems}`,
  hint: 'The README lists what it takes.',
})

export const notInVersion = (what: string, version: string, since: string): Mistake => ({
  code: 'PROXYM_SIMULATOR_VERSION',
  message: `${what} is not part of Marathon ${version}`,
  hint: `Use a version ${since}.`,
})

export const unknownApp = (id: string, known: readonly string[]): Mistake => ({
  code: 'PROXYM_SIMULATOR_APP',
  message: `there is no app \`${id}\``,
  hint: known.length === 0 ? 'Deploy it first.' : `There are: ${known.slice(0, 5).join(', ')}.`,
})

export const unknownTask = (id: string): Mistake => ({
  code: 'PROXYM_SIMULATOR_TASK',
  message: `there is no task \`${id}\``,
  hint: '`tasks(appId)` lists the tasks of an app.',
})

export const unknownInstance = (index: number, count: number): Mistake => ({
  code: 'PROXYM_SIMULATOR_INSTANCE',
  message: `there is no instance ${index}`,
  hint: `This cluster has the instances 0 to ${count - 1}.`,
})

export const notStepped = (): Mistake => ({
  code: 'PROXYM_SIMULATOR_CLOCK',
  message: 'the time of this simulator cannot be stepped',
  hint: 'Leave the option `clock` out; the default is a clock that `advance` and `settle` move.',
})

export const tooManySteps = (limit: number): Mistake => ({
  code: 'PROXYM_SIMULATOR_CLOCK',
  message: `nothing came to rest within ${limit} steps`,
  hint: 'Something schedules itself for ever: use `advance`.',
})

export const badArguments = (reason: string): Mistake => ({
  code: 'PROXYM_SIMULATOR_USAGE',
  message: reason,
  hint: '`marathon-simulator --help` lists the options.',
})

export const unknownControl = (path: string, known: readonly string[]): Mistake => ({
  code: 'PROXYM_SIMULATOR_CONTROL',
  message: `\`${path}\` is no part of the control API`,
  hint: `There are: ${known.join(', ')}.`,
})

export const notStarted = (reason: string): Mistake => ({
  code: 'PROXYM_SIMULATOR_START',
  message: `the simulator did not start: ${reason}`,
  hint: 'Choose another `--port` or `--host`.',
})
