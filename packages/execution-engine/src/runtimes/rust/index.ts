export type { RustAddonHost, RustAddonSession, RustNodes } from './addon.js';
export { createRustRuntime, type RustRuntimeOptions } from './rust-runtime.js';
