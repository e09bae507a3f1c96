import { createHash } from 'node:crypto';
import type {
  NodeDefinition,
  NodeRuntime,
  NodeSession,
  OpenRequest,
  RuntimeStatus,
  ValueStore,
} from '@atomiton/contracts';
import { AtomitonError, toErrorData } from '@atomiton/contracts';
import type { RustAddonHost, RustAddonSession, RustNodes } from './addon.js';
import { RustSession } from './rust-session.js';

export interface RustRuntimeOptions {
  store: ValueStore;
  /** Loads the addon; throws `runtime-missing` with what to install. Called by `initialize`. */
  nodes: () => RustNodes | Promise<RustNodes>;
  /** Calls at the same time; more wait. Default 64: what runs at once is the scheduler's to say. */
  threads?: number | undefined;
}

/** Runs the built-in Rust nodes in this process, on threads of their own: never on the event loop, never on libuv's pool. */
export function createRustRuntime(options: RustRuntimeOptions): NodeRuntime {
  return new RustRuntime(options);
}

class RustRuntime implements NodeRuntime {
  readonly language = 'rust';
  readonly capabilities = { isolated: false, parallel: true };
  private readonly sessions = new Set<RustSession>();
  private loading: Promise<void> | undefined;
  private loaded: { host: RustAddonHost; hash: string } | undefined;
  private failure: AtomitonError | undefined;
  private disposed = false;

  constructor(private readonly options: RustRuntimeOptions) {}

  initialize(): Promise<void> {
    return (this.loading ??= this.load());
  }

  status(): RuntimeStatus {
    const { language } = this;
    if (this.disposed) return { language, state: 'failed', message: 'Rust nodes have been shut down.' };
    if (this.failure !== undefined) {
      const { code, message, hint } = this.failure.data;
      const state = code === 'runtime-missing' ? 'missing' : 'failed';
      return { language, state, message: hint === undefined ? message : `${message} ${hint}` };
    }
    if (this.loaded === undefined)
      return { language, state: 'preparing', message: 'Rust nodes are loading.' };
    return { language, state: 'ready', version: this.loaded.hash.slice(0, 12) };
  }

  implementationHash(definition: NodeDefinition): string {
    return createHash('sha256').update(`${definition.type}\n${this.host().hash}`).digest('hex');
  }

  async open(request: OpenRequest): Promise<NodeSession> {
    const { host } = this.host();
    const { definition, parameters, node } = request;
    const handler = definition.runtime.handler ?? definition.type;
    if (!host.nodes().includes(handler)) {
      throw new AtomitonError({
        kind: 'dependency',
        code: 'unknown-node-type',
        message: `No Rust node is called ${handler}.`,
        node,
        hint: 'Build the native nodes again, or correct the type.',
      });
    }
    let native: RustAddonSession;
    try {
      native = host.open(handler, JSON.stringify(parameters));
    } catch (thrown) {
      throw new AtomitonError({ ...openError(thrown), node });
    }
    const session = new RustSession(native, request, this.options.store, () => this.sessions.delete(session));
    this.sessions.add(session);
    return session;
  }

  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    await this.loading?.catch(() => undefined);
    await Promise.all([...this.sessions].map((session) => session.close()));
    this.loaded?.host.close();
  }

  private async load(): Promise<void> {
    try {
      const { addon, hash } = await this.options.nodes();
      this.loaded = { host: new addon.NativeHost(this.options.threads ?? 64), hash };
      this.failure = undefined;
    } catch (thrown) {
      this.loading = undefined;
      this.failure =
        thrown instanceof AtomitonError
          ? thrown
          : new AtomitonError({ ...toErrorData(thrown, 'runtime-failed'), kind: 'dependency' });
      throw this.failure;
    }
  }

  private host(): { host: RustAddonHost; hash: string } {
    if (this.loaded !== undefined && !this.disposed) return this.loaded;
    throw new AtomitonError({
      kind: 'dependency',
      code: 'runtime-closed',
      message: this.disposed
        ? 'Rust nodes have been shut down.'
        : 'Rust nodes were used before they were loaded.',
    });
  }
}

/** The addon throws errors of node code as JSON text. */
function openError(thrown: unknown): ReturnType<typeof toErrorData> {
  const error = toErrorData(thrown, 'node-failed');
  try {
    return { ...error, ...(JSON.parse(error.message) as object) };
  } catch {
    return error;
  }
}
