import { PassThrough } from 'node:stream'
import { describePlugin } from '@proxym/core/testing/conformance'
import { createStdoutPlugin } from '../src/index.ts'

describePlugin(createStdoutPlugin(() => new PassThrough().resume()))
