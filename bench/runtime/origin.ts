import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// A process of its own that answers on every address of loopback, and says at which of them it was asked for the first time.
const seen = new Set<string>()
const server = createServer((incoming, response) => {
  const address = incoming.socket.localAddress ?? ''
  if (!seen.has(address)) {
    seen.add(address)
    process.send?.({ address, at: performance.timeOrigin + performance.now() })
  }
  response.end('ok')
}).listen(0, '0.0.0.0', () => process.send?.({ port: (server.address() as AddressInfo).port }))
// A host that comes back is new again.
process.on('message', (address: string) => seen.delete(address))
