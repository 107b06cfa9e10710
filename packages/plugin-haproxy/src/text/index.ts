export { between, commonEnds } from './common-ends.ts'
export { type ConfigText, configText } from './config-text.ts'
export { createKnownPieces } from './known-pieces.ts'
