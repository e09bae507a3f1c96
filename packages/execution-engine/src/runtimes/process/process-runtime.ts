import { availableParallelism } from 'node:os';
import type {
  Language,
  NodeDefinition,
  NodeRuntime,
  NodeSession,
  OpenRequest,
  RuntimeStatus,
} from '@atomiton/contracts';
import { AtomitonError, toErrorData } from '@atomiton/contracts';
import type { BlockStore } from './held-blocks.js';
import type { Hello } from './message.js';
import type { Launch, NodeProcess } from './node-process.js';
import { ProcessPool } from './process-pool.js';
import { ProcessSession } from './process-session.js';

/** How a language's children are found and started. */
export interface ProcessLanguage {
  language: Language;
  /** In lane names: `python`, `go`. */
  label: string;
  /**
   * Finds what the children need, or makes it. `report` is told in one line what is being done.
   * Rejects with an AtomitonError `runtime-missing` that names the package to install. `signal` ends what it has started.
   */
  prepare(
    report: (message: string) => void,
    signal: AbortSignal,
  ): Promise<{ launch: Launch; version?: string }>;
  implementationHash(definition: NodeDefinition): string;
}

export interface ProcessRuntimeOptions {
  store: BlockStore;
  /** Processes at most; at least 2, by default one a core. */
  processes?: number;
  /** Processes kept started; by default 1. */
  prestart?: number;
  /** Told of every change of the status. */
  onStatus?(status: RuntimeStatus): void;
}

/** A runtime whose nodes run in child processes that speak frames. */
export interface ProcessRuntime extends NodeRuntime {
  /** Bytes through the pipes so far, both ways. */
  pipeBytes(): number;
  /** Time the processes have spent on the identities of large outputs so far, in microseconds: benchmarks leave it out. */
  identityUs(): number;
  /** The living processes, for tests and the status line. */
  pids(): number[];
}

/** Makes the runtime of a language whose nodes run in child processes. Must be used from the main thread. */
export function createProcessRuntime(
  language: ProcessLanguage,
  options: ProcessRuntimeOptions,
): ProcessRuntime {
  return new Runtime(language, options);
}

class Runtime implements ProcessRuntime {
  readonly capabilities = { isolated: true, parallel: true };
  private readonly sessions = new Set<ProcessSession>();
  private readonly residents = new Map<NodeProcess, Set<ProcessSession>>();
  private state: RuntimeStatus;
  private pool: ProcessPool | undefined;
  private initializing: Promise<ProcessPool> | undefined;
  private readonly closing = new AbortController();
  private lastId = 0;

  constructor(
    private readonly of: ProcessLanguage,
    private readonly options: ProcessRuntimeOptions,
  ) {
    this.state = { language: of.language, state: 'preparing', message: 'Not started yet.' };
  }

  get language(): Language {
    return this.of.language;
  }

  pipeBytes(): number {
    return this.pool?.totals.pipeBytes ?? 0;
  }

  identityUs(): number {
    return this.pool?.totals.identityUs ?? 0;
  }

  pids(): number[] {
    return [...(this.pool?.living ?? [])].map(({ pid }) => pid);
  }

  async initialize(): Promise<void> {
    await this.ready();
  }

  status(): RuntimeStatus {
    return this.state;
  }

  implementationHash(definition: NodeDefinition): string {
    return this.of.implementationHash(definition);
  }

  async open(request: OpenRequest): Promise<NodeSession> {
    const pool = await this.ready();
    const session = new ProcessSession(request, {
      pool,
      store: this.options.store,
      nextId: () => ++this.lastId,
      residents: this.residents,
      onClosed: (closed) => this.sessions.delete(closed),
    });
    this.sessions.add(session);
    return session;
  }

  async dispose(): Promise<void> {
    this.closing.abort();
    const pool = this.pool ?? (await this.initializing?.catch(() => undefined));
    await pool?.dispose();
    this.sessions.clear();
  }

  private async ready(): Promise<ProcessPool> {
    if (this.closing.signal.aborted) throw this.closedError();
    if (this.pool !== undefined) return this.pool;
    this.initializing ??= this.start();
    try {
      return await this.initializing;
    } catch (thrown) {
      // The next attempt looks again: the user may have installed what was missing.
      this.initializing = undefined;
      throw thrown;
    }
  }

  private async start(): Promise<ProcessPool> {
    const { language } = this.of;
    try {
      this.setStatus({ language, state: 'preparing', message: 'Starting.' });
      const { signal } = this.closing;
      const report = (message: string) => this.setStatus({ language, state: 'preparing', message });
      const { launch, version } = await this.of.prepare(report, signal);
      if (signal.aborted) throw this.closedError();
      const { store, processes, prestart } = this.options;
      const pool = new ProcessPool({
        label: this.of.label,
        launch,
        store,
        size: Math.max(1, processes ?? Math.max(2, availableParallelism())),
        prestart: prestart ?? 1,
        onEnd: (process) => {
          this.residents.delete(process);
          for (const session of this.sessions) session.processEnded(process);
        },
      });
      let first: Hello;
      try {
        first = await pool.prestart();
      } catch (thrown) {
        await pool.dispose();
        throw thrown;
      }
      this.pool = pool;
      this.setStatus({ language, state: 'ready', version: version ?? first.version });
      return pool;
    } catch (thrown) {
      const { code, message } = toErrorData(thrown);
      this.setStatus({ language, state: code === 'runtime-missing' ? 'missing' : 'failed', message });
      throw thrown;
    }
  }

  private closedError(): AtomitonError {
    const message = `The ${this.of.label} runtime was closed.`;
    return new AtomitonError({ kind: 'cancelled', code: 'runtime-closed', message });
  }

  private setStatus(status: RuntimeStatus): void {
    this.state = status;
    this.options.onStatus?.(status);
  }
}
