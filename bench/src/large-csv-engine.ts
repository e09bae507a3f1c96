import type { Blueprint, JsonValue, Payload, TableValue } from '@atomiton/contracts';
import { createEngine } from '@atomiton/execution-engine/core';
import { createRustRuntime } from '@atomiton/execution-engine/runtimes';
import { createValueStore } from '@atomiton/execution-engine/stores';
import { loadNativeNodes } from '@atomiton/native-nodes';
import { builtInDefinitions } from '@atomiton/nodes';
import { nodeServices } from './engine-services.js';

/** The Large CSV processor as a user runs it: a blueprint of one node, through the engine and the Rust runtime. */
export interface LargeCsvEngine {
  /** Runs the node once, without any cache. Milliseconds until the run has finished, and the Arrow IPC stream. */
  run(parameters: Record<string, JsonValue>): Promise<{ elapsedMs: number; ipc: Uint8Array }>;
  dispose(): Promise<void>;
}

export async function largeCsvEngine(): Promise<LargeCsvEngine> {
  const store = createValueStore();
  const runtime = createRustRuntime({ store, nodes: () => loadNativeNodes() });
  await runtime.initialize();
  const engine = createEngine(nodeServices([runtime], store), { cacheBytes: 0 });
  const catalog = new Map(builtInDefinitions.map((definition) => [definition.type, definition]));
  return {
    async run(parameters) {
      const start = performance.now();
      const run = engine.run(oneNode(parameters), catalog, {});
      const state = await run.finished;
      const elapsedMs = performance.now() - start;
      const table = run.output('csv', 'table') as TableValue | undefined;
      if (state !== 'done' || table === undefined) throw new Error(`The processor ended as ${state}.`);
      const ipc = bytesOf(table.payload).slice();
      run.release();
      return { elapsedMs, ipc };
    },
    async dispose() {
      await engine.dispose();
      await runtime.dispose();
      await store.dispose();
    },
  };
}

function oneNode(parameters: Record<string, JsonValue>): Blueprint {
  return {
    formatVersion: 1,
    id: 'large-csv',
    name: 'Large CSV',
    nodes: { csv: { type: 'core/large-csv-processor', typeVersion: 1, parameters, mode: 'active' } },
    edges: {},
    layout: { positions: {}, groups: {}, notes: {} },
  };
}

function bytesOf(payload: Payload): Uint8Array {
  if (payload.at === 'inline') return payload.bytes;
  if (payload.at === 'shared') {
    return new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength);
  }
  throw new Error('The table of a Rust node came as a block of another process.');
}
