import { RuleError, shown } from './rule-error.ts'

/** A whole number between two others. @throws RuleError */
export function parseInteger(value: unknown, path: string, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw new RuleError(path, `must be a whole number from ${least} to ${most}, got ${shown(value)}`)
  }
  // -0 would not survive JSON.
  return value === 0 ? 0 : value
}
