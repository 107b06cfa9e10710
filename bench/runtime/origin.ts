import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// A process of its own that answers on every address of loopback, and says at which of them it was asked for the first time, and when it
// had answered the first check there. Checks are asked for by their path: one that only connects is reset before anybody sees it.
const seen = new Set<string>()
const checkedAt = new Map<string, number>()
const now = () => performance.timeOrigin + performance.now()
const server = createServer((incoming, response) => {
  const address = incoming.socket.localAddress ?? ''
  if (incoming.url === process.argv[2]) {
    if (!checkedAt.has(address)) checkedAt.set(address, now())
  } else if (!seen.has(address)) {
    seen.add(address)
    process.send?.({ address, at: now(), checkedAt: checkedAt.get(address) })
  }
  response.end('ok')
}).listen(0, '0.0.0.0', () => process.send?.({ port: (server.address() as AddressInfo).port }))
