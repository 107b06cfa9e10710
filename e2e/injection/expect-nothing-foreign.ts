import { expect } from 'vitest'
import { render } from '../../packages/plugin-haproxy/test/rig/render.ts'
import { type Carried, carry, outputs } from './carry.ts'
import type { Entrance } from './entrances.ts'
import { type Field, harmless } from './fields.ts'
import { haproxyDirectives } from './haproxy-oracle.ts'
import { nginxDirectives } from './nginx-oracle.ts'
import type { Raw } from './raw.ts'
import { type Stage, templates } from './stage.ts'

/** One hostile value in one field. */
export interface Attack {
  readonly field: Field
  readonly value: string
}

const directivesOf = { haproxy: haproxyDirectives, nginx: nginxDirectives }
const leavesOut = new Set(['PROXYM_FIELD_REFUSED', 'PROXYM_CONFIG_TEXT', 'PROXYM_UDP_UNSUPPORTED', 'PROXYM_QUARANTINED'])
// What config texts of the corpus may add where they stand, because it only concerns their own requests.
const harmlessTexts = /^http\/server\/location (?:return|rewrite)$/

/**
 * Each attack becomes a service of its own, beside the neutral ones. Whoever is left out is named; the files hold what the same services
 * with harmless values give, directive by directive, and the real checks have taken them.
 */
export async function expectNothingForeign(entrance: Entrance, attacks: readonly Attack[], stage: Stage): Promise<Carried> {
  const raw = attacks.map(({ field, value }, index): Raw => ({ ...harmless(index), ...field.attack(value) }))
  const spoils = attacks.map(({ field, value }) => field.spoilsFile?.(value) === true)
  const carried = await carry(
    entrance,
    {
      neutral: stage.neutral,
      hostile: raw.filter((_, index) => !spoils[index]),
      ...Object.fromEntries(raw.flatMap((service, index) => (spoils[index] ? [[`spoiled-${index}`, [service]]] : []))),
    },
    stage,
  )
  const { services, problems, texts } = carried
  const indexes = new Map(raw.map((service, index) => [entrance.idOf(service), index]))
  expect(services.filter(({ id }) => !indexes.has(id)).map(({ id }) => id)).toEqual(stage.neutral.map(entrance.idOf).sort())

  const present = new Set(services.map(({ id }) => id))
  const named = problems.filter(({ tap }) => tap === entrance.tap).flatMap(({ subject = '', where = '' }) => [subject, where])
  const nameless = raw.filter((service, index) => {
    const id = entrance.idOf(service)
    if (present.has(id)) return false
    const names = [id.slice(0, 200), entrance.nameOf?.(service) ?? id]
    return !named.some(name => (spoils[index] ? name.includes(`spoiled-${index}.`) : names.includes(name)))
  })
  expect(nameless, 'left out without a word').toEqual([])

  for (const template of templates) {
    const left = problems.filter(({ tap, code }) => tap === outputs[template] && leavesOut.has(code))
    const out = new Set(left.map(({ subject }) => subject))
    const twins = services.flatMap(service => {
      const index = indexes.get(service.id)
      const attack = index === undefined ? undefined : attacks[index]
      if (out.has(service.id)) return []
      return attack === undefined || index === undefined ? service : attack.field.mend(service, index)
    })
    const found = directivesOf[template](texts[template])
    const wanted = directivesOf[template]((await render(twins, { template, vars: stage.vars[template] })).text)
    const foreign = surplus(found, wanted).filter(each => !harmlessTexts.test(each))
    expect(foreign, `${template}: foreign directives`).toEqual([])
    if (!attacks.some(({ field }) => field.mayLose)) expect(surplus(wanted, found), `${template}: lost directives`).toEqual([])
  }
  return carried
}

/** What is in one list more often than in the other. */
function surplus(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const item of other) left.set(item, (left.get(item) ?? 0) + 1)
  return list.filter(item => {
    const count = left.get(item) ?? 0
    left.set(item, count - 1)
    return count <= 0
  })
}
