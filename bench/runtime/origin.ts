import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// A process of its own that answers on every address of loopback, and says at which of them it was asked for the first time, and when
// somebody connected there for the first time: where hosts are checked, that is the check.
const seen = new Set<string>()
const connected = new Map<string, number>()
const now = () => performance.timeOrigin + performance.now()
const server = createServer((incoming, response) => {
  const address = incoming.socket.localAddress ?? ''
  if (!seen.has(address)) {
    seen.add(address)
    process.send?.({ address, at: now(), connectedAt: connected.get(address) })
  }
  response.end('ok')
}).listen(0, '0.0.0.0', () => process.send?.({ port: (server.address() as AddressInfo).port }))
server.on('connection', ({ localAddress = '' }) => {
  if (!connected.has(localAddress)) connected.set(localAddress, now())
})
