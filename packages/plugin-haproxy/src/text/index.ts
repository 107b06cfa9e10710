export { type ConfigText, configText } from './config-text.ts'
export { createKnownPieces } from './known-pieces.ts'
