/** Wait for something, but no longer than given; says whether it came. Leaves no timer behind. */
export function waitAtMost(promise: Promise<unknown>, ms: number): Promise<boolean> {
  if (ms === Number.POSITIVE_INFINITY) return promise.then(() => true)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), Math.max(0, ms))
    promise.then(
      () => {
        clearTimeout(timer)
        resolve(true)
      },
      error => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}
