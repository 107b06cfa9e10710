/** Lay rows out in columns without borders, cut to a width with `…`. The last column may be cut first. */
export function printTable(rows: readonly (readonly string[])[], width: number): string {
  const columns = Math.max(0, ...rows.map(row => row.length))
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const spare = () => widths.reduce((sum, size) => sum + size, 0) + 2 * (columns - 1) - width
  // The widest column gives way first: ids and addresses stay readable longest.
  while (spare() > 0) {
    const widest = widths.indexOf(Math.max(...widths))
    if ((widths[widest] ?? 0) <= 8) break
    widths[widest] = Math.max(8, (widths[widest] ?? 0) - Math.min(spare(), 4))
  }
  return rows
    .map(
      row =>
        `${row
          .map((cell, column) => fit(cell, widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

function fit(cell: string, width: number): string {
  return cell.length > width ? `${cell.slice(0, Math.max(0, width - 1))}…` : cell.padEnd(width)
}
