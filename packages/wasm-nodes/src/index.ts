/** Node types of the built-in WebAssembly modules and the address (file: URL) of the module each lives in. */
export function wasmModules(): ReadonlyMap<string, string> {
  const image = new URL('./atomiton_image_nodes.wasm', import.meta.url).href;
  return new Map([
    ['core/image-load', image],
    ['core/gaussian-blur', image],
  ]);
}

/** The module with the nodes of the runtime contract suite. */
export function wasmTestModule(): string {
  return new URL('./atomiton_test_nodes.wasm', import.meta.url).href;
}
