import { rename, writeFile } from 'node:fs/promises'

// The least that must be done when everything is read anew: fetch both documents, parse them, concatenate the configuration, write it.
// Arguments: url, target. Told by a message to do it once more.
interface App {
  readonly id: string
  readonly labels: Readonly<Record<string, string>>
}
interface Task {
  readonly appId: string
  readonly host: string
  readonly ports: readonly number[]
}

const [url = '', target = ''] = process.argv.slice(2)
const head = `global\n    maxconn 20000\ndefaults http\n    mode http\n    timeout connect 5s\nfrontend http from http\n    bind *:80\n`

async function once(): Promise<void> {
  const [{ apps }, { tasks }] = await Promise.all([
    get<{ apps: readonly App[] }>('/v2/apps'),
    get<{ tasks: readonly Task[] }>('/v2/tasks'),
  ])
  const tasksOf = new Map<string, Task[]>()
  for (const task of tasks) {
    const list = tasksOf.get(task.appId)
    if (list === undefined) tasksOf.set(task.appId, [task])
    else list.push(task)
  }
  let text = head
  for (const { id, labels } of apps) {
    for (const domain of (labels['proxym.domains'] ?? '').split(',')) {
      text += `    use_backend ${nameOf(id)} if { req.hdr(host),field(1,:),lower -m str ${domain} }\n`
    }
  }
  for (const { id } of apps) {
    text += `backend ${nameOf(id)} from http\n    balance roundrobin\n`
    for (const { host, ports } of tasksOf.get(id) ?? [])
      text += `    server s-${host}-${ports[0]} ${host}:${ports[0]} weight 1 check\n`
  }
  await writeFile(`${target}.new`, text)
  await rename(`${target}.new`, target)
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(url + path, { headers: { accept: 'application/json' } })
  return JSON.parse(await response.text())
}

const nameOf = (id: string) => id.slice(1).replaceAll('/', '_')

process.on('message', async () => {
  const startedAt = performance.now()
  await once()
  process.send?.({ ms: performance.now() - startedAt })
})
// Nothing is said of the first time: whoever listens for the next ones would take a late word for one of them.
await once()
