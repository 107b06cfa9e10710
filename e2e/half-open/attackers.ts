import { connect } from 'node:net'

// A process of its own, so that what it does takes nothing from who measures: `attackers.ts PORT COUNT`.
const [port = 0, count = 0] = process.argv.slice(2).map(Number)
const MOST_PAUSE_MS = 2000
const half = 'GET /livez HTTP/1.1\r\nhost: local'
let opened = 0
let open = 0

function attack(index: number): void {
  const socket = connect(port, '127.0.0.1')
  socket.on('connect', () => {
    opened++
    open++
    // Some say nothing, some half of a line, some headers that never end.
    if (index % 3 === 1) socket.write(half)
    if (index % 3 === 2) socket.write(`${half}host\r\nx-more: `)
    socket.once('close', () => {
      open--
    })
  })
  socket.on('error', () => {})
  socket.resume()
  // Whoever is closed dials again, as the tools for this do: about 1,000 times a second all together.
  socket.once('close', () => setTimeout(attack, Math.random() * MOST_PAUSE_MS, index))
}

for (let index = 0; index < count; index++) attack(index)
setInterval(() => process.stdout.write(`${JSON.stringify({ opened, open })}\n`), 200)
