/** A server as HAProxy holds it. */
export interface Reported {
  readonly name: string
  readonly ip: string
  readonly port: number
  readonly weight: number
  /** Whether it takes no new traffic because somebody said so: maintenance or drain. */
  readonly isOut: boolean
}

const [forcedMaintenance, forcedDrain] = [1, 8]

/**
 * Read an answer of `show servers state <backend>` by its header. Undefined when it is no such answer.
 *
 * HAProxy 2.6 writes a line with the version of the format, `# be_id be_name srv_id …`, and a line for each server.
 */
export function parseServersState(answer: string): readonly Reported[] | undefined {
  const lines = answer.split(/\r?\n/)
  const header = lines.find(line => line.startsWith('# '))
  if (header === undefined) return undefined
  const columns = header.slice(2).trim().split(/\s+/)
  return lines.slice(lines.indexOf(header) + 1).flatMap(line => {
    const cells = line.trim().split(/\s+/)
    const cell = (name: string) => cells[columns.indexOf(name)] ?? ''
    const name = cell('srv_name')
    if (name === '') return []
    const admin = Number(cell('srv_admin_state'))
    return [
      {
        ...{ name, ip: cell('srv_addr'), port: Number(cell('srv_port')), weight: Number(cell('srv_uweight')) },
        isOut: (admin & (forcedMaintenance | forcedDrain)) !== 0,
      },
    ]
  })
}

/** Open connections of each server, from an answer of `show servers conn <backend>`. */
export function parseServersConn(answer: string): ReadonlyMap<string, number> {
  const lines = answer.split(/\r?\n/)
  const header = lines.find(line => line.startsWith('# '))
  const columns = (header ?? '').slice(2).trim().split(/\s+/)
  const name = columns.findIndex(column => column.startsWith('bkname/svname'))
  const used = columns.indexOf('used_cur')
  const rows = header === undefined || name < 0 || used < 0 ? [] : lines.slice(lines.indexOf(header) + 1)
  return new Map(
    rows.flatMap(line => {
      const cells = line.trim().split(/\s+/)
      const server = cells[name]?.split('/').at(-1)
      return server === undefined || server === '' ? [] : [[server, Number(cells[used])] as const]
    }),
  )
}

/**
 * Servers of which HAProxy knows whether they are well, from an answer of `show stat <backend> 4 -1`: their check has passed, or they are
 * down, which one failed check does to a server that was added.
 */
export function parseCheckVerdicts(answer: string): ReadonlySet<string> {
  const [header = '', ...rows] = answer.trim().split(/\r?\n/)
  const columns = header.replace(/^# /, '').split(',')
  return new Set(
    rows.flatMap(row => {
      const cells = row.split(',')
      const cell = (name: string) => cells[columns.indexOf(name)] ?? ''
      const isWell = cell('status').startsWith('UP') && /^\*? ?L[467]OK/.test(cell('check_status'))
      return isWell || cell('status').startsWith('DOWN') ? [cell('svname')] : []
    }),
  )
}
