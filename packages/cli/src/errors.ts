import type { Problem } from '@proxym/core'

export const unknownColor = (given: string): Problem => ({
  code: 'PROXYM_USAGE',
  message: `\`--color\` must be auto, always or never, got ${JSON.stringify(given)}`,
})

export const fileExists = (path: string): Problem => ({
  code: 'PROXYM_INIT_EXISTS',
  message: `\`${path}\` exists already and is left as it is`,
  hint: 'Remove it, or run `proxym init` in another folder.',
})

export const noTemplate = (proxy: string): Problem => ({
  code: 'PROXYM_INIT_TEMPLATE',
  message: `there is no bundled template for \`${proxy}\``,
  hint: 'Choose `haproxy` or `nginx`, and install @proxym/plugin-haproxy.',
})
