import { readFile } from 'node:fs/promises'
import type { Rig } from './run-proxym.ts'

/** Files in, one target out: what the tests of the command work on. */
export const smallSetup: Readonly<Record<string, string>> = {
  'proxym.config.yaml': `plugins:
  - [file, { configsPath: ./services }]
  - - haproxy
    - { templatePath: ./t.liquid, configFilePath: ./out.cfg, checkCommand: 'test -s %s', reloadCommand: 'echo x >> reloads', reloadGapMs: 0 }
`,
  't.liquid': '# services\n{% for service in services %}# {{ service.id }}\n{% endfor %}',
  'services/web.yaml': service('web'),
}

/** The text of a service file. */
export function service(id: string): string {
  return `id: ${id}\napplicationProtocol: http\ndomains: [${id}.example.com]\nhosts: [{ ip: 127.0.0.1, port: 8080 }]\n`
}

/** The target's text; undefined while there is none. */
export function target(rig: Rig): Promise<string | undefined> {
  return readFile(rig.path('out.cfg'), 'utf8').catch(() => undefined)
}
