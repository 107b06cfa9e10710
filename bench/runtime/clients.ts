import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

// A process of its own: clients that ask all the time, with connections that are kept and with one for each request.
// Arguments: port, host. Says every 100 ms what came of it; told `stop` it ends when all have their answer.
const [port = 0, host = ''] = [Number(process.argv[2]), process.argv[3]]
const CLIENTS = 10
// So that they, HAProxy and proxym do not wait for two cores.
const PAUSE_MS = 8
let [requests, failed, stopped] = [0, 0, false]
const reasons: string[] = []

async function client(agent: Agent | false): Promise<void> {
  while (!stopped) {
    await sleep(PAUSE_MS)
    const reason = await ask(agent)
    requests++
    if (reason === undefined) continue
    failed++
    if (reasons.length < 5) reasons.push(reason)
  }
}

function ask(agent: Agent | false): Promise<string | undefined> {
  return new Promise(resolve => {
    const asking = request({ host: '127.0.0.1', port, agent, headers: { host } }, response => {
      response.on('end', () => resolve(response.statusCode === 200 ? undefined : `status ${response.statusCode}`)).resume()
    })
    asking.setTimeout(10_000, () => asking.destroy(new Error('no answer')))
    asking.on('error', error => resolve(error.message)).end()
  })
}

const kept = new Agent({ keepAlive: true, maxSockets: CLIENTS })
const all = Promise.all(Array.from({ length: CLIENTS * 2 }, (_, index) => client(index % 2 === 0 ? kept : false)))
process.on('message', async () => {
  stopped = true
  await all
  process.send?.({ requests, failed, reasons })
  process.exit()
})
process.send?.({ ready: true })
