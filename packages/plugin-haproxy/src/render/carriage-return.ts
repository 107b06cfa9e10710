/** A carriage return, which proxies take for part of a word. */
export class CarriageReturn extends Error {
  override readonly name = 'CarriageReturn'
  /** Counted from 1, in the rendered text. */
  readonly line: number

  constructor(line: number) {
    super(`a carriage return in line ${line}`)
    this.line = line
  }
}
