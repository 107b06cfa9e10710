import { describePlugin } from '@proxym/core/testing/conformance'
import signal from '../src/index.ts'

describePlugin(signal)
