export { createGoRuntime, type GoPackage, type GoRuntimeOptions } from './go-runtime.js';
