import { describeProblem, messageOf } from '../../../problem.ts'
import type { TestProxym } from '../../create-test-proxym.ts'
import { notIndependent } from '../errors.ts'
import type { Rule } from './rule.ts'

export const independentInstances: Rule = {
  name: 'a second instance does not know the first',
  async check(rig) {
    const { make } = rig
    const { name } = make()
    const first = rig.host(make())
    let second: TestProxym | undefined
    try {
      await first.start()
      const alone = await outcomeOf(first)
      second = rig.host(make())
      await second.start()
      const beside = await outcomeOf(second)
      if (beside !== alone) throw notIndependent(name, `it gives ${beside} where the first gives ${alone}`)
      await first.stop()
      const after = await outcomeOf(second).catch(error => messageOf(error))
      if (after !== alone) throw notIndependent(name, `once the first has stopped, it gives ${after} instead of ${alone}`)
    } finally {
      await first.stop()
      await second?.stop()
    }
  },
}

async function outcomeOf(proxym: TestProxym): Promise<string> {
  const { services, problems } = await proxym.refresh()
  const reported = services.filter(({ source }) => source !== 'Fake').map(({ id, hosts }) => ({ id, hosts }))
  return JSON.stringify({ services: reported, problems: problems.map(describeProblem) })
}
