import type {
  NodeDefinition,
  NodeModule,
  NodeRuntime,
  NodeSession,
  OpenRequest,
  RuntimeStatus,
  ValueStore,
} from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { LanePool } from '../worker/lane-pool.js';
import { WorkerSession } from '../worker/worker-session.js';
import { InlineSession } from './inline-session.js';
import { moduleHash } from './module-hash.js';

export interface TypescriptRuntimeOptions {
  store: ValueStore;
  /** Address (file: URL) of the compiled module of each node type. */
  modules: ReadonlyMap<string, string>;
  /** Types that may run on the host's own thread when they are declared cheap: those of built-in packs. Default: all. */
  trusted?: ((type: string) => boolean) | undefined;
  /** Workers for nodes without state; default: one a processor core, at least two. */
  threads?: number | undefined;
  /** JavaScript heap of a worker. Megabytes. */
  memoryMb?: number | undefined;
  /** Calls of pure nodes that take less than this on average line up in one worker; default 1. Milliseconds. */
  quickMs?: number | undefined;
  /** The compiled `typescript-worker.js`, where it is not beside this file (a bundled application). */
  workerUrl?: URL | undefined;
}

/** Runs TypeScript nodes: inline when declared cheap and the inputs are small, otherwise in worker threads. */
export function createTypescriptRuntime(options: TypescriptRuntimeOptions): NodeRuntime {
  return new TypescriptRuntime(options);
}

class TypescriptRuntime implements NodeRuntime {
  readonly language = 'typescript';
  readonly capabilities = { isolated: true, parallel: true };
  private readonly pool: LanePool;
  private readonly hashes = new Map<string, string>();
  private readonly sessions = new Set<NodeSession>();
  private counter = 0;
  private disposed = false;

  constructor(private readonly options: TypescriptRuntimeOptions) {
    this.pool = new LanePool({
      workerUrl: options.workerUrl ?? new URL('./typescript-worker.js', import.meta.url),
      threads: options.threads,
      memoryMb: options.memoryMb,
      quickMs: options.quickMs,
    });
  }

  async initialize(): Promise<void> {
    this.pool.prestart();
  }

  status(): RuntimeStatus {
    return {
      language: this.language,
      state: this.disposed ? 'failed' : 'ready',
      version: process.versions.node,
    };
  }

  /** Hash of the compiled module and the files it imports; read once, as the code itself is loaded once. */
  implementationHash(definition: NodeDefinition): string {
    const { type } = definition;
    let hash = this.hashes.get(type);
    if (hash === undefined) {
      hash = moduleHash(this.moduleOf(type));
      this.hashes.set(type, hash);
    }
    return hash;
  }

  async open(request: OpenRequest): Promise<NodeSession> {
    const { definition } = request;
    const module = this.moduleOf(definition.type);
    const worker = new WorkerSession({
      request,
      session: this.counter++,
      module,
      pool: this.pool,
      store: this.options.store,
      onClosed: () => this.sessions.delete(worker),
    });
    this.sessions.add(worker);
    const trusted = this.options.trusted?.(definition.type) ?? true;
    if (!definition.runtime.cheap || definition.stateful || !trusted) return worker;
    const loaded = (await import(module)) as NodeModule;
    return loaded.run === undefined ? worker : new InlineSession(request, loaded, this.options.store, worker);
  }

  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    await this.pool.dispose();
    this.sessions.clear();
  }

  private moduleOf(type: string): string {
    const module = this.options.modules.get(type);
    if (module !== undefined) return module;
    throw new AtomitonError({
      kind: 'dependency',
      code: 'unknown-node-type',
      message: `No TypeScript module is known for the node type ${type}.`,
      hint: 'Install the pack that provides it, or correct the type.',
    });
  }
}
