import { setFlagsFromString } from 'node:v8'

/**
 * Let V8 keep the machine code of WebAssembly. In Node 24 collecting it can take the process down: a wrapper that dies in one thread is
 * found by another and freed twice, "Check failed: jit_page.has_value()" (nodejs/node#66366; V8's 9b8ca54d5a mends it). The parser of
 * answers in undici is WebAssembly. What is kept are some hundred KiB. Call it before any WebAssembly is loaded.
 */
export function keepWasmCode(): void {
  setFlagsFromString('--no-wasm-code-gc')
}
