import { messageOf, type Problem } from '@proxym/core'
import { limits } from './limits.ts'

/** Where something is: the file's path, or `path:line:column`. */
export type Place = string

const syntax = 'PROXYM_FILE_SYNTAX'
const shape = 'PROXYM_FILE_SHAPE'
const unreadable = 'PROXYM_FILE_UNREADABLE'
const oneService = 'Write one service (an object) or a list of services.'

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? `${error.code}` : messageOf(error))

/** What a file says, fit for one line of a log: no control characters, and not too long. */
const show = (text: string): string => {
  const line = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')
  return line.length > 80 ? `${line.slice(0, 80)}…` : line
}

/** The folder itself; every message of it makes the whole answer fail. */
export const folderProblem = {
  unreadable(path: string, error: unknown): Problem {
    const code = codeOf(error)
    const [wrong, hint] =
      code === 'ENOENT'
        ? ['does not exist', 'Create it, or correct `configsPath`.']
        : code === 'ENOTDIR'
          ? ['is not a folder', 'Set `configsPath` to the folder that holds the service files.']
          : [`cannot be read (${code})`, 'Give the user that runs proxym the right to list it.']
    return { code: 'PROXYM_FILE_FOLDER', message: `the folder \`${path}\` ${wrong}`, hint, where: path, cause: error }
  },
  tooMany: (path: string): Problem => ({
    code: 'PROXYM_FILE_FOLDER',
    message: `the folder \`${path}\` holds more than ${limits.files} service files`,
    hint: 'Put several services into one file; a file may hold a list.',
    where: path,
  }),
  replaced: (path: string): Problem => ({
    code: 'PROXYM_FILE_FOLDER',
    message: `the folder \`${path}\` was replaced while it was read`,
    hint: 'It is read again by itself.',
    where: path,
  }),
}

/** One file that cannot be opened or decoded. */
export const fileProblem = {
  unreadable(path: Place, error: unknown): Problem {
    const code = codeOf(error)
    const wrong =
      { ENOENT: 'is a link to nothing', ELOOP: 'is a link that leads back to itself' }[code] ?? `cannot be read (${code})`
    const hint = code === 'EACCES' ? 'Give the user that runs proxym the right to read it.' : 'Correct or remove it.'
    return { code: unreadable, message: `\`${path}\` ${wrong}`, hint, where: path, cause: error }
  },
  notRegular: (path: Place): Problem => ({
    code: unreadable,
    message: `\`${path}\` is not a regular file`,
    hint: 'Only regular files and links to them are read; remove it or give it another ending.',
    where: path,
  }),
  tooLarge: (path: Place): Problem => ({
    code: unreadable,
    message: `\`${path}\` is larger than ${limits.fileBytes} bytes`,
    hint: 'Split it into several files.',
    where: path,
  }),
  encoding: (path: Place, given: string): Problem => ({
    code: 'PROXYM_FILE_ENCODING',
    message: `\`${path}\` is not UTF-8 text, but ${given}`,
    hint: 'Save it as UTF-8.',
    where: path,
  }),
}

/** What is wrong in the text of a file; `where` is `path:line:column`. */
export const textProblem = {
  empty: (where: Place): Problem => ({
    code: syntax,
    message: 'the file is empty',
    hint: 'Write a service, or `[]` for none.',
    where,
  }),
  syntax: (where: Place, message: string): Problem => ({
    code: syntax,
    message: show(message),
    hint: 'Correct the file.',
    where,
  }),
  documents: (where: Place): Problem => ({
    code: shape,
    message: 'the file holds several documents',
    hint: 'Write one list of services.',
    where,
  }),
  topLevel: (where: Place, given: string): Problem => ({
    code: shape,
    message: `the file must hold one service or a list, got ${given}`,
    hint: oneService,
    where,
  }),
  noService: (where: Place, path: string, given: string): Problem => ({
    code: shape,
    message: `\`${path}\` must be an object, got ${given}`,
    hint: oneService,
    where,
  }),
  duplicateKey: (where: Place, key: string, earlier: string): Problem => ({
    code: shape,
    message:
      key === earlier
        ? `\`${show(key)}\` is written twice in one object`
        : `\`${show(key)}\` and \`${show(earlier)}\` are the same key in one object`,
    hint: 'Remove one of them.',
    where,
  }),
  forbiddenKey: (where: Place, key: string): Problem => ({
    code: shape,
    message: `\`${show(key)}\` is not allowed as a key`,
    hint: 'Choose another name.',
    where,
  }),
  unknownField: (where: Place, key: string): Problem => ({
    code: shape,
    message: `\`${show(key)}\` is set by proxym and cannot be given in a file`,
    hint: 'Remove it.',
    where,
  }),
  keyType: (where: Place): Problem => ({ code: shape, message: 'a key must be text', hint: 'Put it into quotes.', where }),
  valueType: (where: Place, given: string): Problem => ({
    code: shape,
    message: `${given} cannot be used as a value`,
    hint: 'Write text, a number, true, false, null, a list or an object.',
    where,
  }),
  alias: (where: Place, name: string): Problem => ({
    code: shape,
    message: `the alias \`*${show(name)}\` has no anchor before it`,
    hint: `Mark the value that it repeats with \`&${show(name)}\`.`,
    where,
  }),
  depth: (where: Place): Problem => ({
    code: shape,
    message: `the file is nested deeper than ${limits.depth} levels`,
    hint: 'Write it flatter.',
    where,
  }),
  values: (where: Place): Problem => ({
    code: shape,
    message: `the file holds more than ${limits.values} values, counting what aliases repeat`,
    hint: 'Use fewer aliases, or split the file.',
    where,
  }),
}

/** The kernel does not watch one more folder; said once per run of the watcher. */
export const cannotWatch = (path: string, code: string): string =>
  `Cannot watch \`${path}\` (${code}), so it is compared every second instead. Raise fs.inotify.max_user_watches or the limit of open files.`
