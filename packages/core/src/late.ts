/**
 * What is loaded when it is first asked for, and once. A failure is not kept: when no file could be opened, say, whoever asks next may have
 * more luck.
 */
export function late<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
}
