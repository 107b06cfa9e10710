const always = ['PATH', 'HOME', 'LANG', 'TZ']

/** The environment of a command: a few variables and those that the option `commandEnv` names, so that no secret reaches it by accident. */
export function commandEnvironment(
  names: readonly string[],
  // The one place where this package reads the process's environment.
  env: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const kept = [...always, ...names].flatMap(name => {
    const value = env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(kept)
}
