export interface AnsweringOptions {
  /** Ports of loopback. */
  readonly ports: readonly number[]
  readonly statsSocket?: string
}

/** A configuration with which HAProxy answers every request itself, with one word. */
export function answeringConfig(answer: string, { ports, statsSocket }: AnsweringOptions): string {
  const global =
    statsSocket === undefined ? '' : `global\n  stats socket ${statsSocket} mode 600 level admin expose-fd listeners\n`
  return `${global}defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 1s
frontend web
${ports.map(port => `  bind 127.0.0.1:${port}`).join('\n')}
  http-request return status 200 content-type text/plain string ${answer}
`
}
