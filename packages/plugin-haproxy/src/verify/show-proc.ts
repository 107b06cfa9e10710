/** One process of HAProxy's master-worker mode. */
export interface Worker {
  readonly pid: number
  /** Undefined when the version does not say. */
  readonly uptimeSeconds: number | undefined
}

/** What `show proc` of the master socket says. */
export interface ProcessList {
  readonly masterPid: number
  readonly reloads: number
  /** Reloads that failed since the last good one; undefined when the version does not say. */
  readonly failed: number | undefined
  /** Workers that serve new connections, without those that only finish old ones. */
  readonly workers: readonly Worker[]
  /** Workers of earlier configurations that still have connections. */
  readonly oldWorkers: readonly Worker[]
}

/**
 * Read an answer of `show proc` by its header, whatever columns the version has. Undefined when it is no such answer.
 *
 * HAProxy 2.6 writes `10073  master  2 [failed: 1]  0d00h00m06s  2.6.12`, and the sections `# workers`, `# old workers`, `# programs`.
 */
export function parseShowProc(answer: string): ProcessList | undefined {
  const lines = answer.split(/\r?\n/)
  const header = lines.find(line => line.startsWith('#<'))
  if (header === undefined) return undefined
  const columns = [...header.matchAll(/<([^>]*)>/g)].map(match => (match[1] ?? '').trim().toLowerCase())
  let section = ''
  let master: Omit<ProcessList, 'workers' | 'oldWorkers'> | undefined
  const workers: Worker[] = []
  const oldWorkers: Worker[] = []
  for (const line of lines) {
    if (line.startsWith('#')) section = line === header ? '' : line.slice(1).trim().toLowerCase()
    const failed = /\[failed:\s*(\d+)\]/.exec(line)?.[1]
    const cells = line
      .replace(/\[failed:[^\]]*\]/g, '')
      // `[was: 1]` stands in a column of its own.
      .replace(/\[[^\]]*\]/g, '-')
      .trim()
      .split(/\s+/)
    const cell = (name: string) => cells[columns.indexOf(name)]
    const pid = wholeNumber(cell('pid'))
    if (pid === undefined || line.startsWith('#')) continue
    if (cell('type') === 'master') {
      master = { masterPid: pid, reloads: wholeNumber(cell('reloads')) ?? 0, failed: wholeNumber(failed) }
    } else if (cell('type') === 'worker') {
      const worker = { pid, uptimeSeconds: uptimeSeconds(cell('uptime')) }
      if (section === 'workers') workers.push(worker)
      if (section === 'old workers') oldWorkers.push(worker)
    }
  }
  return master === undefined ? undefined : { ...master, workers, oldWorkers }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function uptimeSeconds(text: string | undefined): number | undefined {
  const parts = /^(\d+)d(\d+)h(\d+)m(\d+)s$/
    .exec(text ?? '')
    ?.slice(1)
    .map(Number)
  if (parts === undefined) return undefined
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
}
