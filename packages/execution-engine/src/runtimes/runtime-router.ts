import type {
  Language,
  NodeDefinition,
  NodeRuntime,
  NodeSession,
  OpenRequest,
  RuntimeStatus,
} from '@atomiton/contracts';
import { AtomitonError, languageSchema, toErrorData } from '@atomiton/contracts';

/** Makes a runtime when the first node of its language is opened. */
export type RuntimeFactory = () => NodeRuntime | Promise<NodeRuntime>;

export interface RuntimeRouterOptions {
  /** By language. A language that is absent is reported as missing. */
  runtimes: Partial<Record<Language, RuntimeFactory>>;
  /** How often a runtime that prepares itself is asked for its status. Milliseconds. */
  pollMs?: number;
}

interface Entry {
  runtime: NodeRuntime | undefined;
  /** Making and initialising under way or done; a failed attempt is forgotten, so that the next one tries again. */
  starting: Promise<NodeRuntime> | undefined;
  failure: RuntimeStatus | undefined;
}

/** Language names as the user reads them. */
const NAMES: Record<Language, string> = {
  typescript: 'TypeScript',
  rust: 'Rust',
  python: 'Python',
  wasm: 'WebAssembly',
  golang: 'Go',
};

/**
 * Sends each node to the runtime of its language. Runtimes are made on first use; one that is missing fails its own
 * nodes with one sentence, and everything else goes on.
 */
export class RuntimeRouter {
  private readonly entries = new Map<Language, Entry>();
  private readonly listeners = new Set<(statuses: RuntimeStatus[]) => void>();
  private readonly pollMs: number;
  private lastStatuses = '';
  private disposed = false;

  constructor(private readonly options: RuntimeRouterOptions) {
    this.pollMs = options.pollMs ?? 100;
    for (const language of languageSchema.options) {
      this.entries.set(language, { runtime: undefined, starting: undefined, failure: undefined });
    }
  }

  /** Status of every language: `preparing` while it starts, `missing` with what to install. */
  statuses(): RuntimeStatus[] {
    return languageSchema.options.map((language) => this.status(language));
  }

  /** Calls back with all statuses whenever one has changed. */
  onStatus(listener: (statuses: RuntimeStatus[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The initialised runtime. Rejects with code `runtime-missing` or what its start failed with. */
  async runtime(language: Language): Promise<NodeRuntime> {
    const entry = this.entryOf(language);
    if (this.disposed) throw missing(language, 'has been shut down');
    return await (entry.starting ??= this.start(language, entry));
  }

  /** Starts languages ahead of use; failures show in `statuses`. */
  async prestart(languages: readonly Language[]): Promise<void> {
    await Promise.allSettled(languages.map((language) => this.runtime(language)));
  }

  /**
   * From now on new runtimes serve the languages that were started, made with the options of today; the present ones are
   * ended. Nothing may be running on them.
   */
  async renew(): Promise<void> {
    const old = [...this.entries.values()];
    const started = languageSchema.options.filter((_, index) => old[index]?.runtime !== undefined);
    for (const language of started) {
      this.entries.set(language, { runtime: undefined, starting: undefined, failure: undefined });
    }
    const ended = old.map(async (entry) => {
      const runtime = await entry.starting?.catch(() => undefined);
      await (runtime ?? entry.runtime)?.dispose();
    });
    await Promise.allSettled(ended);
    await this.prestart(started);
  }

  async open(request: OpenRequest): Promise<NodeSession> {
    const runtime = await this.runtime(request.definition.runtime.language);
    return await runtime.open(request);
  }

  /** Hash of the code behind a node, for its action key. */
  async implementationHash(definition: NodeDefinition): Promise<string> {
    return (await this.runtime(definition.runtime.language)).implementationHash(definition);
  }

  /** Ends every runtime that was started. */
  async dispose(): Promise<void> {
    this.disposed = true;
    this.listeners.clear();
    const started = [...this.entries.values()].map(async (entry) => {
      const runtime = await entry.starting?.catch(() => entry.runtime);
      await (runtime ?? entry.runtime)?.dispose();
    });
    await Promise.allSettled(started);
  }

  private async start(language: Language, entry: Entry): Promise<NodeRuntime> {
    let timer: NodeJS.Timeout | undefined;
    try {
      const factory = this.options.runtimes[language];
      if (factory === undefined) throw missing(language, 'is not part of this installation');
      entry.failure = undefined;
      entry.runtime ??= await factory();
      const { runtime } = entry;
      timer = setInterval(() => this.tell(), this.pollMs);
      this.tell();
      await runtime.initialize();
      return runtime;
    } catch (thrown) {
      const error = toErrorData(thrown, 'runtime-failed');
      const state = error.code === 'runtime-missing' ? 'missing' : 'failed';
      const { install, hint } = error;
      const message =
        hint === undefined || install !== undefined ? error.message : `${error.message} ${hint}`;
      entry.failure = { language, state, message, ...(install === undefined ? {} : { install }) };
      entry.starting = undefined;
      throw thrown instanceof AtomitonError ? thrown : new AtomitonError({ ...error, kind: 'dependency' });
    } finally {
      clearInterval(timer);
      this.tell();
    }
  }

  private status(language: Language): RuntimeStatus {
    const { runtime, failure, starting } = this.entryOf(language);
    if (failure !== undefined) return failure;
    if (runtime !== undefined) return runtime.status();
    if (this.options.runtimes[language] === undefined) {
      return { language, state: 'missing', message: `${NAMES[language]} is not part of this installation.` };
    }
    return starting === undefined
      ? { language, state: 'ready', message: `${NAMES[language]} starts with its first node.` }
      : { language, state: 'preparing', message: `${NAMES[language]} is starting.` };
  }

  private tell(): void {
    if (this.listeners.size === 0) return;
    const statuses = this.statuses();
    const text = JSON.stringify(statuses);
    if (text === this.lastStatuses) return;
    this.lastStatuses = text;
    for (const listener of this.listeners) listener(statuses);
  }

  private entryOf(language: Language): Entry {
    return this.entries.get(language) as Entry;
  }
}

function missing(language: Language, why: string): AtomitonError {
  return new AtomitonError({
    kind: 'dependency',
    code: 'runtime-missing',
    message: `${NAMES[language]} nodes cannot run: ${NAMES[language]} ${why}.`,
  });
}
