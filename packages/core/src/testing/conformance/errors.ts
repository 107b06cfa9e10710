import { nameList } from '../../config/errors.ts'
import { type Problem, ProxymError } from '../../problem.ts'

/** A broken rule of the contract. */
function broken(message: string, hint: string, cause?: unknown): ProxymError {
  const problem: Problem = { code: 'PROXYM_CONFORMANCE', message, hint, ...(cause === undefined ? {} : { cause }) }
  return new ProxymError(problem)
}

const counted = (things: readonly string[]): string => nameList([...new Set(things)].slice(0, 5), 'and')

export const noFactory = (given: string) =>
  broken(
    `what describePlugin was given is no factory: ${given}`,
    'Give it the default export of the plugin; of a class `options => new X(options)`.',
  )

export const noPlugin = (given: string) =>
  broken(`the factory must return { name, apply }, got ${given}`, 'Write it with `definePlugin({ name, apply })`.')

export const nameOdd = (name: string) =>
  broken(
    `the name \`${name}\` must be lower-case letters, digits and hyphens`,
    'It begins log lines and names of variables: write e.g. `acme-dns`.',
  )

export const sameInstance = (name: string) =>
  broken(
    `the factory of \`${name}\` returns the same object twice`,
    'Make a new one each time: two instances must not know each other.',
  )

export const optionsRefused = (name: string, reason: string, cause: unknown) =>
  broken(
    `\`${name}\` refuses the options that describePlugin was given: ${reason}`,
    'Pass options that are right, as `describePlugin(factory, { options })`.',
    cause,
  )

export const doesIo = (name: string, where: string, what: readonly string[]) =>
  broken(
    `${where} of plugin \`${name}\` does I/O: ${counted(what)}`,
    'Do it inside a tap: `proxym check` applies every plugin offline.',
  )

export const takesAnything = (name: string, option: string) =>
  broken(
    `plugin \`${name}\` takes the option \`${option}\`, which does not exist`,
    'Make the schema strict (`z.strictObject`), so that a misspelt option is told.',
  )

export const unclearRefusal = (name: string, option: string, message: string) =>
  broken(
    `plugin \`${name}\` refuses the option \`${option}\` without naming it: ${message}`,
    'Name the option and the plugin in the message; `definePlugin` with a strict schema does.',
  )

export const notSettled = (taps: readonly string[], ms: number) =>
  broken(
    `${counted(taps)} did not end within ${ms} ms after the signal aborted`,
    'Pass `signal` to everything that waits: `fetch(url, { signal })`, `setTimeout(ms, undefined, { signal })`.',
  )

export const notTheSame = (name: string, what: string, first: string, second: string) =>
  broken(
    `two runs of \`${name}\` on the same input differ in ${what}: ${first} and ${second}`,
    'Sort before you write; leave out times, random values and counters.',
  )

export const uncaught = (name: string, messages: readonly string[]) =>
  broken(
    `plugin \`${name}\` left an error that nobody caught: ${messages.join(', ')}`,
    'Await every promise inside the tap, and listen to `error` of every emitter.',
  )

export const failsFor = (tap: string, reason: string, cause: unknown) =>
  broken(
    `\`${tap}\` fails although each service it was given is valid: ${reason}`,
    'Leave out what you cannot use, with `call.report`, and go on with the rest.',
    cause,
  )

export const leftOpen = (name: string, what: readonly string[]) =>
  broken(
    `plugin \`${name}\` leaves open after the stop: ${counted(what)}`,
    'Open it, and `proxym.defer(() => close)` on the next line.',
  )

export const touched = (tap: string, what: readonly string[]) =>
  broken(`\`${tap}\` touched in a dry run: ${counted(what)}`, 'When `call.dryRun` is set, return previews and write nothing.')

export const noPreviews = (tap: string) =>
  broken(
    `\`${tap}\` declares \`dryRun: true\` and returned no list of previews in a dry run`,
    'Return [{ target, before, after }], three texts.',
  )

export const secretShown = (name: string, secret: string, where: string) =>
  broken(`plugin \`${name}\` shows the secret option \`${secret}\` in ${where}`, 'Leave the value out; say which option it is.')

export const secretUndeclared = (name: string, option: string) =>
  broken(
    `the option \`${option}\` of plugin \`${name}\` is named like a secret and not declared as one`,
    `Add it to \`secrets\` of the definition: \`secrets: ['${option}']\`.`,
  )

export const tapOdd = (tap: string) =>
  broken(
    `the tap \`${tap}\` must be named by its purpose in lower-case letters, digits and hyphens`,
    'Core puts the name of the plugin before it: write `events` for `marathon/events`.',
  )

export const notIndependent = (name: string, what: string) =>
  broken(
    `a second instance of \`${name}\` suffers from the first: ${what}`,
    'Keep state inside `apply`, never at the top of a module.',
  )

export const labelOdd = (name: string, label: string) =>
  broken(
    `the label ${JSON.stringify(label)} of plugin \`${name}\` must be one short line without spaces at its ends`,
    'Services carry it as `source`: write e.g. `Marathon`.',
  )

export const setsLabel = (name: string, id: string) =>
  broken(
    `plugin \`${name}\` sets \`source\` of service \`${id}\``,
    'Leave it out: core stamps the label that the definition gives.',
  )
