import type { AskSocket } from '../../src/verify/ask-socket.ts'

interface Held {
  ip: string
  port: number
  weight: number
  /** 1: maintenance, 8: drain. */
  admin: number
  connections: number
  options: readonly string[]
}

/** HAProxy's runtime socket as far as it is used here, by the rules of 2.6. Every command that it takes is counted. */
export function fakeHaproxy(
  backends: Readonly<Record<string, readonly { name: string; ip: string; port: number; weight: number }[]>>,
) {
  const held = new Map(
    Object.entries(backends).map(([backend, servers]) => [
      backend,
      new Map(servers.map(({ name, ...server }): [string, Held] => [name, { ...server, admin: 0, connections: 0, options: [] }])),
    ]),
  )
  const log: string[] = []
  const rig = {
    held,
    log,
    /** Called before each command; may throw, as when the connection is cut. */
    before: (_command: string): void => {},
    /** `be/name address weight` of each server that takes traffic, sorted. */
    serving: (backend: string) =>
      [...(held.get(backend) ?? [])]
        .filter(([, { admin }]) => admin === 0)
        .map(([name, { ip, port, weight }]) => `${name} ${ip}:${port} ${weight}`)
        .sort(),
    names: (backend: string) => [...(held.get(backend)?.keys() ?? [])].sort(),
  }
  const of = (path = '') => {
    const [backend = '', name = ''] = path.split('/')
    return { servers: held.get(backend), name, server: held.get(backend)?.get(name) }
  }
  const execute = (command: string): string => {
    rig.before(command)
    log.push(command)
    const [verb = '', object = '', path = '', ...rest] = command.split(/\s+/)
    if (command === 'set severity-output number') return ''
    if (verb === 'show') return show(command)
    const { servers, name, server } = of(path)
    if (verb === 'add' && object === 'server') {
      if (servers === undefined) return '[3]: No such backend.'
      if (server !== undefined) return '[3]: Already exists a server with the same name in backend.'
      const [, ip = '', port = ''] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(rest[0] ?? '') ?? []
      const weight = Number(rest[rest.lastIndexOf('weight') + 1])
      servers.set(name, { ip, port: Number(port), weight, admin: 1, connections: 0, options: rest.slice(1) })
      return '[6]: New server registered.'
    }
    if (server === undefined) return '[3]: No such server.'
    if (verb === 'enable') server.admin = object === 'server' ? 0 : server.admin
    else if (verb === 'set' && object === 'weight') server.weight = Number(rest[0])
    else if (verb === 'set' && rest[0] === 'state') server.admin = rest[1] === 'ready' ? 0 : rest[1] === 'maint' ? 1 : 8
    else if (verb === 'del') {
      if (server.admin !== 1) return '[3]: Only servers in maintenance mode can be deleted.'
      if (server.connections > 0) return '[3]: Server still has connections attached to it, cannot remove it.'
      servers?.delete(name)
      return '[6]: Server deleted.'
    } else return 'Unknown command.'
    return ''
  }
  const show = (command: string): string => {
    const words = command.split(' ')
    const backend = words[1] === 'stat' ? words[2] : words[3]
    const servers = held.get(backend ?? '')
    if (servers === undefined) return "Can't find backend."
    const rows = [...servers]
    if (words[1] === 'stat')
      return `# pxname,svname,status,check_status\n${rows.map(([name, { admin }]) => `${backend},${name},${admin === 0 ? 'UP' : 'MAINT'},L4OK`).join('\n')}\n`
    if (words[2] === 'conn')
      return `# bkname/svname bkid/svid addr port - purge_delay used_cur used_max\n${rows.map(([name, { connections }]) => `${backend}/${name} 1/1 x 1 - 5000 ${connections} 1`).join('\n')}\n`
    return `1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_port\n${rows
      .map(([name, { ip, port, weight, admin }]) => `4 ${backend} 1 ${name} ${ip} 2 ${admin} ${weight} 1 ${port}`)
      .join('\n')}\n`
  }
  const ask: AskSocket = async (_address, question) => question.split('; ').map(execute).join('\n\n')
  return Object.assign(rig, { ask })
}
