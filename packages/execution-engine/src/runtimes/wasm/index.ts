export { createWasmRuntime, type WasmRuntimeOptions } from './wasm-runtime.js';
