import { messageOf } from '../problem.ts'

/** Things to release on stop: last in, first out, each one although another fails. */
export function createDisposers(failed: (owner: string, message: string) => void) {
  const disposers: { readonly owner: string; readonly dispose: () => unknown }[] = []
  return {
    defer: (owner: string, dispose: () => unknown): void => void disposers.push({ owner, dispose }),
    async run(): Promise<void> {
      for (const { owner, dispose } of disposers.splice(0).reverse()) {
        try {
          await dispose()
        } catch (error) {
          failed(owner, messageOf(error))
        }
      }
    },
  }
}
