import { nearest, type Problem } from '@proxym/core'

export const unknownCommand = (given: string, known: readonly string[]): Problem => {
  const near = nearest(given, known)
  return {
    code: 'PROXYM_USAGE',
    message: `\`${given}\` is not a command`,
    hint: near === undefined ? '`proxym --help` lists the commands.' : `Did you mean \`${near}\`?`,
  }
}

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
