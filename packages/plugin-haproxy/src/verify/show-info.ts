/** What `show info` of the stats socket says about the process that answered. */
export interface ProcessFacts {
  readonly pid: number
  readonly uptimeSeconds: number | undefined
  /** Whether it only finishes old connections. */
  readonly stopping: boolean
}

/** Read an answer of `show info`; undefined when it is no such answer. */
export function parseShowInfo(answer: string): ProcessFacts | undefined {
  const number = (name: string) => {
    const found = new RegExp(`^${name}: *(\\d{1,15}) *\\r?$`, 'm').exec(answer)?.[1]
    return found === undefined ? undefined : Number(found)
  }
  const pid = number('Pid')
  return pid === undefined ? undefined : { pid, uptimeSeconds: number('Uptime_sec'), stopping: (number('Stopping') ?? 0) > 0 }
}
