import { type Problem, ProxymError } from '@proxym/core'
import type { Complaint } from './complaints.ts'

/** What the check command has against a text. */
export interface Refusal {
  readonly problem: Problem
  readonly text: string
  readonly complaints: readonly Complaint[]
}

/** Thrown for a text that the check command refused; the target holds what it held before. */
export class CheckRefused extends ProxymError {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.problem)
    this.refusal = refusal
  }
}
