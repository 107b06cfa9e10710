import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describePlugin } from '@proxym/core/testing/conformance'
import plugin from '../src/index.ts'

// What every plugin of proxym promises: no I/O before it runs, strict options, nothing left open, …
describePlugin(plugin, {
  async options({ dir }) {
    await writeFile(join(dir, 'services.json'), '[{ "id": "web" }]')
    return {}
  },
})
