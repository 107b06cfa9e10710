/** The output grew beyond its limit. */
export class OutputTooLong extends Error {
  override readonly name = 'OutputTooLong'
}
