import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'

/** Servers that refuse, each in its way. */
export interface Peers extends AsyncDisposable {
  /** Answers everything with 401, below `/redirect` with a redirect. */
  readonly http: string
  /** A port where a Redis refuses every command. */
  readonly redis: number
  /** A port where nobody listens. */
  readonly closed: number
  /** The `Authorization` headers and Redis commands that came. */
  heard(): string
}

/** Start them on loopback. */
export async function startPeers(): Promise<Peers> {
  let heard = ''
  const http = createHttpServer((request, response) => {
    heard += `${request.headers.authorization ?? ''}\n`
    request.resume()
    if (request.url?.startsWith('/redirect')) response.writeHead(302, { location: 'http://elsewhere.example/' }).end()
    // What a careless server says: everything that it was told.
    else
      response
        .writeHead(401, { 'content-type': 'application/json' })
        .end(JSON.stringify({ message: request.rawHeaders.join(' ') }))
  })
  const redis = createServer(socket => {
    socket.on('error', () => {})
    socket.on('data', bytes => {
      heard += String(bytes)
      socket.write('-WRONGPASS invalid username-password pair or user is disabled.\r\n')
    })
  })
  const unused = createServer()
  const ports = await Promise.all(
    [http, redis, unused].map(async server => {
      await once(server.listen(0, '127.0.0.1'), 'listening')
      return (server.address() as AddressInfo).port
    }),
  )
  const [httpPort = 0, redisPort = 0, closed = 0] = ports
  unused.close()
  return {
    http: `http://127.0.0.1:${httpPort}`,
    redis: redisPort,
    closed,
    heard: () => heard,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      http.close()
      redis.close()
    },
  }
}
