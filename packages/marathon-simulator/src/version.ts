import { unknownVersion } from './errors.ts'
import { SimulatorError } from './simulator-error.ts'

/** A Marathon version. A patch that is not given counts as the last one of its minor version. */
export interface Version {
  readonly major: number
  readonly minor: number
  readonly patch: number
  /** As `/v2/info` gives it. */
  readonly text: string
}

// The last release of each: what `/v2/info` says when only a minor version was asked for.
const lastPatches: Readonly<Record<string, number>> = {
  '0.8': 2,
  '0.9': 2,
  '0.10': 1,
  '0.11': 1,
  '0.13': 1,
  '0.14': 2,
  '0.15': 7,
  '1.1': 7,
  '1.3': 14,
  '1.4': 13,
  '1.5': 15,
  '1.6': 567,
  '1.7': 216,
  '1.8': 222,
  '1.9': 109,
  '1.10': 26,
}

/**
 * Read a version such as `1.4` or `1.5.9`.
 *
 * @throws SimulatorError when it is none from 0.8 to 1.11
 */
export function parseVersion(text: string): Version {
  const [, major, minor, patch] = /^(\d)\.(\d{1,2})(?:\.(\d{1,4}))?$/.exec(text) ?? []
  const version = { major: Number(major), minor: Number(minor), patch: patch === undefined ? Infinity : Number(patch) }
  const isKnown = version.major === 0 ? version.minor >= 8 && version.minor <= 16 : version.major === 1 && version.minor <= 11
  if (!isKnown) throw new SimulatorError(unknownVersion(text))
  return { ...version, text: patch === undefined ? `${text}.${lastPatches[text] ?? 0}` : text }
}

/** Whether a version is this one or a later one. */
export function isAtLeast(version: Version, major: number, minor: number, patch = 0): boolean {
  if (version.major !== major) return version.major > major
  if (version.minor !== minor) return version.minor > minor
  return version.patch >= patch
}
