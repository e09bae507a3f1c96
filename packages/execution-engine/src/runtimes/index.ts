export { createGoRuntime, type GoPackage, type GoRuntimeOptions } from './golang/index.js';
export type { BlockStore, ProcessRuntime, ProcessRuntimeOptions } from './process/index.js';
export { createPythonRuntime, type PythonPackage, type PythonRuntimeOptions } from './python/index.js';
export { type RuntimeFactory, RuntimeRouter, type RuntimeRouterOptions } from './runtime-router.js';
export { createRustRuntime, type RustNodes, type RustRuntimeOptions } from './rust/index.js';
export { createTypescriptRuntime, type TypescriptRuntimeOptions } from './typescript/index.js';
export { createWasmRuntime, type WasmRuntimeOptions } from './wasm/index.js';
