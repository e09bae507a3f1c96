export {};

/** The part of the WebAssembly interface that is used here; TypeScript has it only together with the browser's. */
declare global {
  namespace WebAssembly {
    class Module {
      constructor(bytes: Uint8Array);
      private readonly brand: never;
    }

    class Memory {
      readonly buffer: ArrayBuffer;
      private readonly brand: never;
    }

    class Instance {
      constructor(module: Module, imports: Record<string, Record<string, (...values: never[]) => unknown>>);
      readonly exports: Record<string, unknown>;
    }

    function compile(bytes: Uint8Array): Promise<Module>;
  }
}
