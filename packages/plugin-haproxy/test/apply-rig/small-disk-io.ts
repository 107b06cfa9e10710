import { systemError, wrapIo } from './wrap-io.ts'

/** A disk with room for so many bytes: what does not fit fails after what fits was written. */
export function smallDiskIo(free: number) {
  let left = free
  const io = wrapIo(async (name, go, args) => {
    if (name !== 'append') return go(...args)
    const bytes = args[0] as Uint8Array
    const fits = bytes.subarray(0, left)
    left -= fits.byteLength
    await go(fits)
    if (fits.byteLength < bytes.byteLength) throw systemError('ENOSPC', name)
  })
  return {
    io,
    makeRoom() {
      left = Number.POSITIVE_INFINITY
    },
  }
}
