/** How much there is in Marathon. */
export interface Size {
  readonly name: string
  readonly apps: number
  readonly tasks: number
}

/** Apps × tasks of each. */
export const sizes: readonly Size[] = [
  [100, 4],
  [1000, 5],
  [5000, 10],
  [10_000, 10],
].map(([apps = 0, tasks = 0]) => ({ name: `${apps}x${tasks}`, apps, tasks }))
