import type { Rig } from '../rig.ts'

/** One rule of the contract: resolves when the plugin keeps it. */
export interface Rule {
  /** A claim. */
  readonly name: string
  /** @throws ProxymError `PROXYM_CONFORMANCE` */
  check(rig: Rig): Promise<void>
}
