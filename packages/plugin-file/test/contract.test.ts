import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describePlugin } from '@proxym/core/testing/conformance'
import file from '../src/index.ts'

describePlugin(file, {
  async options({ dir }) {
    await writeFile(join(dir, 'web.yaml'), 'id: web\ndomains: [web.example.com]\nhosts: [{ ip: 10.0.0.5, port: 8080 }]\n')
    return { configsPath: dir }
  },
})
