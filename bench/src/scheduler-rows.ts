import type { Blueprint, NodeDefinition, RunEvent } from '@atomiton/contracts';
import { createEngine } from '@atomiton/execution-engine/core';
import PQueue from 'p-queue';
import { nodeServices } from './engine-services.js';
import type { Shape } from './graph-shapes.js';
import { shapeBlueprint, shapeEdges } from './graph-shapes.js';
import type { Row } from './measure.js';
import { alternate, processorTime } from './measure.js';
import { NoOpRuntime, noOpDefinition } from './no-op-runtime.js';

const NO_STORE = { retain: () => {}, release: () => {} };
const SHAPES: Shape[] = ['chain', 'fan', 'grid'];

async function noOp(): Promise<void> {}

async function awaitLoop(count: number): Promise<undefined> {
  for (let index = 0; index < count; index++) await noOp();
  return undefined;
}

/** The graph run on a queue library: in-degrees counted by hand, every node one task. */
async function runOnPQueue(edges: { from: number; to: number }[], count: number): Promise<undefined> {
  const waitingFor = new Uint32Array(count);
  const consumers: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of edges) {
    waitingFor[to] = (waitingFor[to] ?? 0) + 1;
    consumers[from]?.push(to);
  }
  const queue = new PQueue({ concurrency: 2 });
  const add = (index: number): void => {
    void queue.add(async () => {
      await noOp();
      for (const consumer of consumers[index] ?? []) {
        const left = (waitingFor[consumer] ?? 0) - 1;
        waitingFor[consumer] = left;
        if (left === 0) add(consumer);
      }
    });
  };
  for (let index = 0; index < count; index++) if (waitingFor[index] === 0) add(index);
  await queue.onIdle();
  return undefined;
}

function catalogOf(definition: NodeDefinition): Map<string, NodeDefinition> {
  return new Map([[definition.type, definition]]);
}

interface Subject {
  /** Milliseconds that count, or nothing when all of it does. */
  runOnce(blueprint: Blueprint): Promise<number | undefined>;
}

/** The engine bare: no cache, no deadline, nobody listening. */
function bareEngine(): Subject {
  const catalog = catalogOf(noOpDefinition('bench/no-op'));
  const engine = createEngine(nodeServices([new NoOpRuntime()], NO_STORE), { cacheBytes: 0 });
  return {
    async runOnce(blueprint) {
      const run = engine.run(blueprint, catalog, {});
      if ((await run.finished) !== 'done') throw new Error('The run failed.');
      run.release();
      return undefined;
    },
  };
}

/** The engine with a subscriber, a deadline on every node and an action key for every node. */
function fullEngine(keep: boolean): Subject {
  const catalog = catalogOf(noOpDefinition('bench/no-op', 60_000));
  const engine = createEngine(nodeServices([new NoOpRuntime()], NO_STORE));
  return {
    async runOnce(blueprint) {
      if (!keep) engine.clearCache();
      const start = processorTime();
      const run = engine.run(blueprint, catalog, {});
      let last: RunEvent | undefined;
      run.subscribe((event) => {
        last = event;
      });
      if ((await run.finished) !== 'done' || last?.type !== 'run-finished')
        throw new Error('The run failed.');
      const elapsed = processorTime() - start;
      run.release();
      return elapsed;
    },
  };
}

/** The first run of a document that the engine has never seen: plan, validation and run. */
async function firstRun(): Promise<number> {
  const definition = noOpDefinition('bench/no-op', 60_000);
  const engine = createEngine(nodeServices([new NoOpRuntime()], NO_STORE));
  const blueprint = shapeBlueprint('grid', 1000, 'bench/no-op', 'first');
  const start = processorTime();
  const run = engine.run(blueprint, catalogOf(definition), {});
  run.subscribe(() => {});
  await run.finished;
  return processorTime() - start;
}

/** Scheduling per node in processor time: bare, with everything on, and from the cache. */
export async function schedulerRows(sizes: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of sizes) {
    const [rounds, warmUp] = count <= 1000 ? [200, 200] : [7, 2];
    for (const shape of SHAPES) {
      const name = `${shape} of ${count.toLocaleString('en')}`;
      const edges = shapeEdges(shape, count);
      const blueprint = shapeBlueprint(shape, count, 'bench/no-op', 'bench');
      const [bare, full, cached] = [bareEngine(), fullEngine(false), fullEngine(true)];
      const against = async (
        what: string,
        target: Row['target'],
        subject: () => Promise<number | undefined>,
      ) => {
        const [ours, loop] = await alternate(
          count,
          rounds,
          warmUp,
          [subject, () => awaitLoop(count)],
          processorTime,
        );
        if (ours && loop) rows.push({ what, ours, baselineName: 'await loop', baseline: loop, target });
        return ours;
      };
      const ours = await against(`schedule, ${name}`, { kind: 'ratio', atMost: 10 }, () =>
        bare.runOnce(blueprint),
      );
      const [queue] = await alternate(
        count,
        rounds,
        warmUp,
        [() => runOnPQueue(edges, count)],
        processorTime,
      );
      if (ours && queue) {
        rows.push({
          what: `schedule, ${name}`,
          ours,
          baselineName: 'p-queue',
          baseline: queue,
          target: undefined,
        });
      }
      await against(`events, deadline, key, ${name}`, { kind: 'absolute', atMost: 3 }, () =>
        full.runOnce(blueprint),
      );
      await against(`all cached, ${name}`, { kind: 'absolute', atMost: 1 }, () => cached.runOnce(blueprint));
    }
  }
  const [first, loop] = await alternate(1, 15, 0, [firstRun, () => awaitLoop(1000)], processorTime);
  if (first && loop) {
    rows.push({
      what: 'first run of 1,000 nodes, plan included',
      ours: first,
      baselineName: '1,000 awaits',
      baseline: loop,
      target: { kind: 'absolute', atMost: 15_000 },
      unit: 'µs',
    });
  }
  return rows;
}
