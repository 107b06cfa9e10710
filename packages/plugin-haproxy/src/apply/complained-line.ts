/** The line that a check command complains about, as `line 12: optoin httpchk`: the staged file is gone when a person reads the message. */
export function complainedLine(output: string, stagedPath: string, text: string): string | undefined {
  const at = output.indexOf(`${stagedPath}:`)
  const number = at < 0 ? undefined : /^\d{1,9}/.exec(output.slice(at + stagedPath.length + 1))?.[0]
  if (number === undefined) return undefined
  const line = text.split('\n')[Number(number) - 1]?.trim()
  return line === undefined || line === ''
    ? undefined
    : `line ${number}: \`${line.length > 120 ? `${line.slice(0, 120)}…` : line}\``
}
