import { options as annotations } from '../../packages/plugin-annotations/src/options.ts'
import { options as file } from '../../packages/plugin-file/src/options.ts'
import { haproxyOptions } from '../../packages/plugin-haproxy/src/options.ts'
import { options as hipache } from '../../packages/plugin-hipache/src/options.ts'
import { options as marathon } from '../../packages/plugin-marathon/src/options.ts'
import { options as mesosMaster } from '../../packages/plugin-mesos-master/src/options.ts'
import { options as stdout } from '../../packages/plugin-stdout/src/options.ts'
import { configSchema, type PluginOptions } from './config-schema.ts'
import { docComments } from './doc-comments.ts'
import { servicesSchema } from './services-schema.ts'
import { type JsonSchema, toJsonSchema } from './to-json-schema.ts'

/** Every JSON Schema that a package ships, by its path from the root. `read` gives the text of a source file by its path. */
export function schemaFiles(read: (path: string) => string): ReadonlyMap<string, string> {
  const docsOf = (...paths: readonly string[]) => docComments(paths.map(read).join('\n'))
  const core = docsOf('packages/core/src/config/define-config.ts', 'packages/core/src/settings.ts')
  const service = read('packages/core/src/service.ts')
  const plugins: PluginOptions = {
    annotations: toJsonSchema(annotations, docsOf('packages/plugin-annotations/src/options.ts')),
    file: toJsonSchema(file, docsOf('packages/plugin-file/src/options.ts')),
    haproxy: toJsonSchema(haproxyOptions, docsOf('packages/plugin-haproxy/src/options.ts')),
    marathon: toJsonSchema(
      marathon,
      docsOf('packages/plugin-marathon/src/options.ts', 'packages/plugin-marathon/src/options/credentials.ts'),
    ),
    'mesos-master': toJsonSchema(mesosMaster, docsOf('packages/plugin-mesos-master/src/options.ts')),
    hipache: toJsonSchema(hipache, docsOf('packages/plugin-hipache/src/options.ts')),
    signal: undefined,
    stdout: toJsonSchema(stdout, docsOf('packages/plugin-stdout/src/options.ts')),
  }
  return new Map([
    ['packages/core/schema/config.json', print(configSchema({}, core))],
    ['packages/proxym/schema/config.json', print(configSchema(plugins, core))],
    [
      'packages/plugin-file/schema/services.json',
      print(servicesSchema({ service: docComments(service, 'interface Service'), host: docComments(service, 'interface Host') })),
    ],
  ])
}

function print(schema: JsonSchema): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`
}
