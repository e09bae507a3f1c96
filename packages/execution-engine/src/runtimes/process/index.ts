export type { BlockStore } from './held-blocks.js';
export type { ProcessRuntime, ProcessRuntimeOptions } from './process-runtime.js';
