import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type {
  JsonValue,
  NodeDefinition,
  NodeRuntime,
  NodeSession,
  OpenRequest,
  RuntimeStatus,
  ValueStore,
} from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { LanePool } from '../worker/lane-pool.js';
import { WorkerSession } from '../worker/worker-session.js';

export interface WasmRuntimeOptions {
  store: ValueStore;
  /** Address (file: URL) of the module that each node type lives in. */
  modules: ReadonlyMap<string, string>;
  /** Workers for nodes without state; default: one a processor core, at least two. */
  threads?: number | undefined;
  /** The compiled `wasm-worker.js`, where it is not beside this file (a bundled application). */
  workerUrl?: URL | undefined;
}

/** Runs WebAssembly nodes in worker threads: modules are compiled once, each worker has an instance of its own. */
export function createWasmRuntime(options: WasmRuntimeOptions): NodeRuntime {
  return new WasmRuntime(options);
}

class WasmRuntime implements NodeRuntime {
  readonly language = 'wasm';
  readonly capabilities = { isolated: true, parallel: true };
  private pool: LanePool | undefined;
  private starting: Promise<void> | undefined;
  private state: RuntimeStatus['state'] = 'preparing';
  private message: string | undefined = 'WebAssembly modules are being compiled.';
  /** SHA-256 of each module's file by its address. */
  private readonly hashes = new Map<string, string>();
  private counter = 0;
  private disposed = false;

  constructor(private readonly options: WasmRuntimeOptions) {}

  initialize(): Promise<void> {
    this.starting ??= this.start().catch((thrown: unknown) => {
      this.starting = undefined;
      throw thrown;
    });
    return this.starting;
  }

  status(): RuntimeStatus {
    const { language, state, message } = this;
    return { language, state, ...(message === undefined ? {} : { message }) };
  }

  /** Hash of the module's file. */
  implementationHash(definition: NodeDefinition): string {
    const hash = this.hashes.get(this.moduleOf(definition.type));
    if (hash !== undefined) return hash;
    throw new AtomitonError({
      kind: 'dependency',
      code: 'runtime-not-ready',
      message: `The WebAssembly module of ${definition.type} is not compiled yet.`,
    });
  }

  async open(request: OpenRequest): Promise<NodeSession> {
    const module = this.moduleOf(request.definition.type);
    await this.initialize();
    const names = request.definition.parameters
      .filter((spec) => spec.type === 'file')
      .map((spec) => spec.name);
    return new WorkerSession({
      request,
      session: this.counter++,
      module,
      pool: this.pool as LanePool,
      store: this.options.store,
      files: (parameters) => pick(parameters, names),
    });
  }

  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    await this.starting?.catch(() => undefined);
    await this.pool?.dispose();
    this.state = 'failed';
    this.message = 'WebAssembly has been shut down.';
  }

  private async start(): Promise<void> {
    const modules = new Map<string, WebAssembly.Module>();
    try {
      await Promise.all(
        [...new Set(this.options.modules.values())].map(async (url) => {
          const bytes = await readFile(fileURLToPath(url));
          modules.set(url, await WebAssembly.compile(bytes));
          this.hashes.set(url, createHash('sha256').update(bytes).digest('hex'));
        }),
      );
    } catch (thrown) {
      const missing = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
      this.state = missing ? 'missing' : 'failed';
      const error = missing
        ? new AtomitonError({
            kind: 'dependency',
            code: 'runtime-missing',
            message: 'WebAssembly nodes cannot run: their modules are not built.',
            hint: 'Install rustup (https://rustup.rs), run "rustup target add wasm32-unknown-unknown", and start again.',
          })
        : new AtomitonError({
            kind: 'dependency',
            code: 'invalid-module',
            message: `A WebAssembly module cannot be compiled: ${(thrown as Error).message}.`,
          });
      this.message = `${error.data.message}${error.data.hint === undefined ? '' : ` ${error.data.hint}`}`;
      throw error;
    }
    if (this.disposed) return;
    this.pool = new LanePool({
      workerUrl: this.options.workerUrl ?? new URL('./wasm-worker.js', import.meta.url),
      threads: this.options.threads,
      data: modules,
    });
    this.pool.prestart();
    this.state = 'ready';
    this.message = undefined;
  }

  private moduleOf(type: string): string {
    const module = this.options.modules.get(type);
    if (module !== undefined) return module;
    throw new AtomitonError({
      kind: 'dependency',
      code: 'unknown-node-type',
      message: `No WebAssembly module is known for the node type ${type}.`,
      hint: 'Install the pack that provides it, or correct the type.',
    });
  }
}

function pick(parameters: Record<string, JsonValue>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, String(parameters[name] ?? '')]));
}
