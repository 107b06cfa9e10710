import { describePlugin } from '@proxym/core/testing/conformance'
import mesosMaster from '../src/index.ts'
import { leads, scriptedMaster } from './scripted-master.ts'

describePlugin(mesosMaster, {
  options: async () => ({ domain: 'mesos.example.com', masters: [(await scriptedMaster(leads('10.0.0.2', 5050))).url] }),
})
