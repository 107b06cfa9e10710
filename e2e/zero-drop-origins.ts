// A program: small http servers in a process of their own, so that the load does not slow them down. Prints their ports.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const ports: number[] = []
for (let count = Number(process.argv[2]); count > 0; count--) {
  const server = createServer((_, response) => void response.end('hello\n')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  ports.push((server.address() as AddressInfo).port)
}
process.stdout.write(`${JSON.stringify(ports)}\n`)
