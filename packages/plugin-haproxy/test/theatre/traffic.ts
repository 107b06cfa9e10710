import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

/** What clients have seen so far. */
export interface Traffic {
  /** Every different answer, in the order of its first appearance. */
  readonly answers: readonly string[]
  readonly failures: readonly string[]
  requests(): number
  stop(): Promise<void>
}

/** Clients that ask a port of loopback all the time, one connection for each request. Nothing is asked twice: what fails is kept. */
export function startTraffic(port: number, clients = 3): Traffic {
  const answers: string[] = []
  const failures: string[] = []
  let requests = 0
  let stopped = false
  const client = async () => {
    while (!stopped) {
      const { status, text } = await ask(port)
      requests++
      if (status !== 200) failures.push(`${status} ${text}`)
      else if (!answers.includes(text)) answers.push(text)
      await wait(5)
    }
  }
  const running = Promise.all(Array.from({ length: clients }, client))
  const stop = async () => {
    stopped = true
    await running
  }
  onTestFinished(stop)
  return { answers, failures, requests: () => requests, stop }
}

function ask(port: number): Promise<{ readonly status: number | undefined; readonly text: string }> {
  return new Promise(resolve => {
    const failed = (error: Error) => resolve({ status: undefined, text: error.message })
    const asking = request({ host: '127.0.0.1', port, agent: false }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', chunk => (text += chunk))
      response.on('error', failed).on('end', () => resolve({ status: response.statusCode, text }))
    })
    asking.setTimeout(10_000, () => asking.destroy(new Error('no answer')))
    asking.on('error', failed).end()
  })
}
