// Longer than one of the blocks in which Node writes a file: a writer that is killed between them leaves a part.
const LINES = 10_000

/**
 * The text of one version: the lines that the proxy needs, then many comments. Every line names the version, so that neither a
 * part of a text nor a mixture of two is the text of any version.
 */
export function textOf(version: string, listener: string): string {
  const comments = Array.from({ length: LINES }, (_, line) => `# version ${version}, line ${line} of a file that must stay whole`)
  return `# version ${version} begins\n${listener.replaceAll('VERSION', version)}\n${comments.join('\n')}\n# version ${version} ends\n`
}

/** Which version a text is; undefined when it is none. */
export function versionOf(text: string, listener: string): string | undefined {
  const version = /^# version (\S+) begins\n/.exec(text)?.[1]
  return version !== undefined && text === textOf(version, listener) ? version : undefined
}
