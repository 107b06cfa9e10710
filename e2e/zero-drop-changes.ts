import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export const domain = 'web.example.com'
export const extraDomain = 'extra.example.com'

/** What people do to service files all day: a host comes and goes, another service comes and goes. */
export function createChanges(folder: string, ports: readonly number[]) {
  const web = (count: number) => writeFile(join(folder, 'web.json'), service('web', domain, ports.slice(0, count)))
  const extra = join(folder, 'extra.json')
  const steps = [
    () => web(ports.length),
    () => writeFile(extra, service('extra', extraDomain, ports.slice(0, 1))),
    () => web(ports.length - 1),
    () => rm(extra),
  ]
  return {
    /** The services before the first change. */
    first: () => web(ports.length - 1),
    /** Make change number `index`; four of them lead back to the beginning. */
    make: (index: number) => steps[index % steps.length]?.(),
  }
}

function service(id: string, name: string, ports: readonly number[]): string {
  const hosts = ports.map(port => ({ ip: '127.0.0.1', port }))
  return JSON.stringify({ id, applicationProtocol: 'http', domains: [name], hosts })
}
