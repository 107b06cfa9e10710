/** What stands between two places of bytes in parts. */
export function cutParts(parts: readonly Uint8Array[], from: number, to = Number.POSITIVE_INFINITY): readonly Uint8Array[] {
  let before = 0
  return parts.map(part => {
    const piece = part.subarray(Math.max(0, from - before), Math.max(0, to - before))
    before += part.byteLength
    return piece
  })
}
