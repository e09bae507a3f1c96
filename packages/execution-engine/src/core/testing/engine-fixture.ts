import type {
  Blueprint,
  Catalog,
  Edge,
  JsonValue,
  NodeDefinition,
  NodeMode,
  Run,
  RunEvent,
  RunRequest,
  RunSnapshot,
} from '@atomiton/contracts';
import type { EngineOptions, LocalEngine } from '../engine.js';
import { createEngine } from '../engine.js';
import { foldRunEvents } from '../run-state.js';
import type { EngineServices } from '../services.js';
import { CountingStore, MemoryRuntime, sha256 } from './memory-runtime.js';

export interface Fixture {
  engine: LocalEngine;
  runtime: MemoryRuntime;
  python: MemoryRuntime;
  store: CountingStore;
  files: Map<string, string>;
  logs: string[];
  catalog: Map<string, NodeDefinition>;
  add(definition: NodeDefinition): void;
  /** Runs to the end. */
  run(blueprint: Blueprint, request?: RunRequest): Promise<Finished>;
}

export interface Finished {
  run: Run;
  state: string;
  events: RunEvent[];
  snapshot: RunSnapshot;
}

/** An engine over runtimes in memory, with the real clock. */
export function engineFixture(
  options: EngineOptions & { cpuCores?: number; services?: Partial<EngineServices> } = {},
): Fixture {
  const runtime = new MemoryRuntime('typescript');
  const python = new MemoryRuntime('python');
  const store = new CountingStore();
  const files = new Map<string, string>();
  const logs: string[] = [];
  const catalog = new Map<string, NodeDefinition>();
  let runs = 0;
  const engine = createEngine(
    {
      runtimes: {
        for: (language) => (language === 'typescript' ? runtime : language === 'python' ? python : undefined),
      },
      store,
      clock: {
        now: () => performance.now(),
        setTimer: (delayMs, callback) => setTimeout(callback, delayMs),
        clearTimer: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
      },
      hash: sha256,
      yieldToEventLoop: () => new Promise((resolve) => setImmediate(resolve)),
      world: {
        resolvePath: (base, path) =>
          path.startsWith('/') ? path : base === undefined ? undefined : `${base}/${path}`,
        fingerprint: async (paths) =>
          paths
            .map((path) => {
              const content = files.get(path);
              if (content === undefined) throw new Error(`no ${path}`);
              return sha256(content);
            })
            .join(),
      },
      log: (_, text) => logs.push(text),
      resources: { cpuCores: options.cpuCores ?? 2 },
      newRunId: () => `run-${++runs}`,
      ...options.services,
    },
    options,
  );
  return {
    engine,
    runtime,
    python,
    store,
    files,
    logs,
    catalog,
    add: (definition) => catalog.set(definition.type, definition),
    run: (blueprint, request = {}) => finish(engine.run(blueprint, catalog, request)),
  };
}

/** Waits for a run and reads everything it said. */
export async function finish(run: Run): Promise<Finished> {
  const state = await run.finished;
  const events: RunEvent[] = [];
  for await (const event of run.events()) events.push(event);
  return { run, state, events, snapshot: foldRunEvents('document', events) };
}

export interface NodeSketch {
  type: string;
  parameters?: Record<string, JsonValue>;
  mode?: NodeMode;
  timeoutMs?: number;
}

/** A blueprint from nodes and edges `target → source`. */
export function sketch(
  nodes: Record<string, NodeSketch | string>,
  edges: Record<string, string | Edge> = {},
): Blueprint {
  return {
    formatVersion: 1,
    id: 'document',
    name: 'Test',
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, node]) => {
        const { type, parameters, mode, timeoutMs }: NodeSketch =
          typeof node === 'string' ? { type: node } : node;
        return [
          id,
          { type, typeVersion: 1, parameters: parameters ?? {}, mode: mode ?? 'active', timeoutMs },
        ];
      }),
    ),
    edges: Object.fromEntries(
      Object.entries(edges).map(([ref, edge]) => [ref, typeof edge === 'string' ? { from: edge } : edge]),
    ),
    layout: { positions: {}, groups: {}, notes: {} },
  };
}

/** States of the nodes by id. */
export function states(finished: Finished): Record<string, string> {
  return Object.fromEntries(Object.entries(finished.snapshot.nodes).map(([id, node]) => [id, node.state]));
}

/** The plain data of an output. */
export function data(finished: { run: Run }, node: string, port = 'out'): JsonValue | undefined {
  const value = finished.run.output(node, port);
  return value?.kind === 'json' ? value.json : undefined;
}

export function asCatalog(...definitions: NodeDefinition[]): Catalog {
  return new Map(definitions.map((definition) => [definition.type, definition]));
}
