import { isRecord } from '../../../config/config-path.ts'
import { messageOf, problemsOf } from '../../../problem.ts'
import { takesAnything, unclearRefusal } from '../errors.ts'
import type { Rig } from '../rig.ts'
import type { Rule } from './rule.ts'

const option = 'conformanceUnknownOption'

export const strictOptions: Rule = {
  name: 'it refuses an option that it does not know',
  async check(rig) {
    if (refusal(rig) === undefined) throw takesAnything(rig.make().name, option)
  },
}

export const clearRefusal: Rule = {
  name: 'it names the option that it does not know',
  async check(rig) {
    const refused = refusal(rig)
    if (refused === undefined) return
    const { name } = rig.make()
    const texts = problemsOf(refused.error, '').map(({ message }) => message)
    const clear = texts.some(text => text.includes(name) && (text.includes(option) || /no options/.test(text)))
    if (!clear) throw unclearRefusal(name, option, messageOf(refused.error))
  },
}

function refusal({ factory, given }: Rig): { readonly error: unknown } | undefined {
  try {
    factory({ ...(isRecord(given) ? given : {}), [option]: 1 } as never)
    return undefined
  } catch (error) {
    return { error }
  }
}
