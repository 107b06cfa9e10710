import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

/** What a load has come to; `reasons` counts each kind of failure. */
export interface LoadFigures {
  readonly requests: number
  readonly failed: number
  readonly reasons: Readonly<Record<string, number>>
}

export interface LoadOptions {
  readonly port: number
  readonly host: string
  /** Whether a client keeps its connection from request to request. */
  readonly keepAlive: boolean
  /** How long a client rests after an answer, its connection idle. */
  readonly pauseMs: number
  /** How many clients ask at the same time. */
  readonly clients: number
}

/** Requests one after the other from many clients, until it is stopped. Nothing is asked twice: what fails is counted. */
export interface Load {
  requests(): number
  stop(): Promise<LoadFigures>
}

/** Start asking. */
export function startLoad({ port, host, keepAlive, pauseMs, clients }: LoadOptions): Load {
  const reasons: Record<string, number> = {}
  let requests = 0
  let failed = 0
  let stopped = false

  const client = async (): Promise<void> => {
    const agent = new Agent({ keepAlive, maxSockets: 1 })
    while (!stopped) {
      const outcome = await ask(agent, port, host)
      requests++
      if (outcome !== '200') {
        failed++
        reasons[outcome] = (reasons[outcome] ?? 0) + 1
      }
      if (pauseMs > 0) await wait(pauseMs)
    }
    agent.destroy()
  }
  const running = Promise.all(Array.from({ length: clients }, client))
  return {
    requests: () => requests,
    async stop() {
      stopped = true
      await running
      return { requests, failed, reasons }
    },
  }
}

/** The status, or what went wrong on the way. */
function ask(agent: Agent, port: number, host: string): Promise<string> {
  return new Promise(resolve => {
    const asking = request({ agent, host: '127.0.0.1', port, headers: { host } }, response => {
      const status = String(response.statusCode)
      response.resume().on('error', error => resolve(`answer: ${error.message}`))
      response.on('end', () => resolve(response.complete ? status : 'answer cut off'))
    })
    asking.setTimeout(10_000, () => asking.destroy(new Error('no answer')))
    asking.on('error', error => resolve(error.message)).end()
  })
}
