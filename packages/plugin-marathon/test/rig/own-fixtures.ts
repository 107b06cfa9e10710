import { readFileSync } from 'node:fs'

/** Documents of one generation of Marathon, and the hosts that they come to. */
export interface Generation {
  readonly apps: readonly unknown[]
  readonly tasks: readonly unknown[]
  readonly hosts: readonly string[]
}

/** The generations that differ in their formats. */
export const generations = ['0.8', '1.4', '1.11'] as const

/** Documents written by hand after the format of a version. */
export function ownFixture(version: (typeof generations)[number]): Generation {
  return JSON.parse(readFileSync(new URL(`../fixtures/${version}.json`, import.meta.url), 'utf8'))
}
