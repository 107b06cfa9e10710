export { type ConfigText, configText } from './config-text.ts'
export { createKnownPieces } from './known-pieces.ts'
export { between, sameEnds } from './same-ends.ts'
