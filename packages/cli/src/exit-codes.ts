/** What the command says by its exit code. */
export const exitCodes = {
  done: 0,
  failed: 1,
  /** `diff` found differences. */
  different: 2,
  /** Nothing is written, because it is not safe. */
  held: 3,
  internal: 70,
  /** Another proxym has the lock. */
  locked: 75,
  /** The configuration is wrong, or the address is in use. */
  configuration: 78,
  secondSigint: 130,
  secondSigterm: 143,
} as const
