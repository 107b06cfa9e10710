import { type Choices, type Kind, kinds, type Language } from './choices.ts'
import { nameUnfit } from './errors.ts'
import { namesOf } from './names.ts'
import type { Flags } from './read-flags.ts'

const about: Readonly<Record<Kind, string>> = {
  source: 'reports services',
  notifier: 'says that something changed',
  annotator: 'adjusts services',
  generator: 'writes configuration',
}

/** Ask for what the flags leave open; undefined when the person gives up. */
export async function ask(flags: Flags): Promise<Choices | undefined> {
  const { isCancel, multiselect, select, text } = await import('@clack/prompts')
  const name =
    flags.name ??
    (await text({
      message: 'Name of the plugin?',
      placeholder: 'acme-dns',
      validate: given => (namesOf(given ?? '') === undefined ? nameUnfit(given ?? '').message : undefined),
    }))
  if (isCancel(name)) return undefined
  const chosen =
    flags.kinds ??
    (await multiselect<Kind>({
      message: 'What does it do?',
      options: kinds.map(value => ({ value, label: value, hint: about[value] })),
    }))
  if (isCancel(chosen)) return undefined
  const language =
    flags.language ??
    (await select<Language>({
      message: 'In which language?',
      options: [
        { value: 'typescript', label: 'TypeScript' },
        { value: 'javascript', label: 'JavaScript' },
      ],
    }))
  const names = isCancel(language) ? undefined : namesOf(name)
  if (isCancel(language) || names === undefined) return undefined
  return { ...names, kinds: kinds.filter(kind => chosen.includes(kind)), language }
}
