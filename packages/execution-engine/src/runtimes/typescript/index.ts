export { createTypescriptRuntime, type TypescriptRuntimeOptions } from './typescript-runtime.js';
