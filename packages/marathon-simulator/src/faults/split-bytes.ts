/** Cut bytes into pieces of a size, the last one shorter. */
export function splitBytes(body: Buffer, size: number): readonly Buffer[] {
  const count = Math.ceil(body.length / Math.max(1, size))
  return Array.from({ length: count }, (_, index) => body.subarray(index * size, (index + 1) * size))
}
