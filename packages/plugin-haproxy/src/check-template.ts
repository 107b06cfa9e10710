import { type PluginContext, type Problem, problemsOf, type Service } from '@proxym/core'
import type { FilledOptions } from './options.ts'
import { createRenderer } from './render/index.ts'

const host = (ip: string) => ({ ip, port: 8080, weight: 1, metadata: {} })
const blank: Service = {
  id: 'example-web',
  source: 'Example',
  domains: ['example.com', '*.example.com'],
  hosts: [host('192.0.2.1'), host('2001:db8::1')],
  port: 8080,
  servicePort: 0,
  listenPort: 0,
  applicationProtocol: 'http',
  transportProtocol: 'tcp',
  proxyPath: '',
  config: '',
  metadata: {},
}
const examples: readonly Service[] = [
  { ...blank, id: 'example-api', proxyPath: '/api', hosts: [] },
  { ...blank, id: 'example-database', domains: [], applicationProtocol: '', listenPort: 61_234 },
  blank,
]

/** Whether the template renders: with no service, with one, and with three of different kinds. Reads the template, nothing else. */
export async function checkTemplate(
  { configDir }: Pick<PluginContext, 'configDir'>,
  { templatePath: template, configFilePath: targetPath, syntax, configText, vars }: FilledOptions,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const renderer = createRenderer({ template, configDir, targetPath, syntax, configText, vars })
  try {
    for (const services of [[], [blank], examples]) await renderer.render({ services }, { signal })
    return []
  } catch (error) {
    return problemsOf(error, 'PROXYM_TEMPLATE')
  } finally {
    await renderer.close()
  }
}
