import type { Blueprint, RunEvent } from '@atomiton/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBasicNodes, definition } from './testing/basic-nodes.js';
import type { Fixture } from './testing/engine-fixture.js';
import { data, engineFixture, finish, sketch, states } from './testing/engine-fixture.js';
import { json } from './testing/memory-runtime.js';

interface Dag {
  count: number;
  edges: { from: number; to: number }[];
  failing: Set<number>;
  cheap: Set<number>;
}

const dags = fc
  .integer({ min: 1, max: 24 })
  .chain((count) =>
    fc.record({
      count: fc.constant(count),
      pairs: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: count * 3 }),
      failing: fc.array(fc.nat(count - 1), { maxLength: 2 }),
      cheap: fc.array(fc.nat(count - 1), { maxLength: count }),
    }),
  )
  .map(
    ({ count, pairs, failing, cheap }): Dag => ({
      count,
      edges: pairs
        .filter(([left, right]) => left !== right)
        .map(([left, right]) => ({ from: Math.min(left, right), to: Math.max(left, right) })),
      failing: new Set(failing),
      cheap: new Set(cheap),
    }),
  );

function blueprintOf({ count, edges, failing, cheap }: Dag, withFailures: boolean): Blueprint {
  const items = new Array<number>(count).fill(0);
  return sketch(
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `n${index}`,
        {
          type: withFailures && failing.has(index) ? 't/fails' : cheap.has(index) ? 't/cheap' : 't/heavy',
          parameters: { value: index },
        },
      ]),
    ),
    Object.fromEntries(
      edges.map(({ from, to }) => {
        const item = items[to] ?? 0;
        items[to] = item + 1;
        return [`n${to}.items.${item}`, `n${from}.out`];
      }),
    ),
  );
}

function mixedFixture(cpuCores: number): Fixture & { heavy: { now: number; most: number } } {
  const fixture = engineFixture({ cpuCores });
  addBasicNodes(fixture);
  const heavy = { now: 0, most: 0 };
  let made = 0;
  for (const type of ['t/cheap', 't/heavy', 't/fails']) {
    const shape = definition(type, {
      parameters: [{ name: 'value', label: 'Value', type: 'json', default: 0 }],
      inputs: [{ name: 'items', type: 'any', list: true, required: false }],
      outputs: [
        { name: 'out', type: 'any' },
        { name: 'block', type: 'bytes' },
      ],
      cheap: type === 't/cheap',
    });
    fixture.add(
      fixture.runtime.define(shape, async ({ inputs, parameters, cancelled }) => {
        if (type !== 't/cheap') {
          heavy.now++;
          heavy.most = Math.max(heavy.most, heavy.now);
          try {
            await Promise.race([cancelled, new Promise((resolve) => setImmediate(resolve))]);
          } finally {
            heavy.now--;
          }
        }
        if (type === 't/fails') throw new Error('on purpose');
        const items = inputs['items'];
        const list = items?.kind === 'json' ? (items.json as number[]) : [];
        const out = list.reduce(
          (total, item) => (total * 31 + item) % 1_000_003,
          Number(parameters['value']),
        );
        return { out: json(out), block: fixture.store.block(`b${made++}`) };
      }),
    );
  }
  return { ...fixture, heavy };
}

/** What each node should give, computed without the engine. */
function expected({ count, edges }: Dag): number[] {
  const results: number[] = [];
  for (let index = 0; index < count; index++) {
    results.push(
      edges
        .filter((edge) => edge.to === index)
        .reduce((total, edge) => (total * 31 + (results[edge.from] ?? 0)) % 1_000_003, index),
    );
  }
  return results;
}

function reachable(edges: Dag['edges'], from: ReadonlySet<number>): Set<number> {
  const reached = new Set<number>();
  for (let grown = true; grown; ) {
    grown = false;
    for (const edge of edges) {
      if ((from.has(edge.from) || reached.has(edge.from)) && !reached.has(edge.to)) {
        reached.add(edge.to);
        grown = true;
      }
    }
  }
  return reached;
}

function seqOf(events: RunEvent[], node: number, state: string): number {
  return (
    events.find((event) => event.type === 'node-state' && event.node === `n${node}` && event.state === state)
      ?.seq ?? 0
  );
}

describe('any acyclic blueprint', () => {
  it('gives the same outputs under every strategy; each node runs once, after its inputs, within the tokens', async () => {
    await fc.assert(
      fc.asyncProperty(dags, fc.integer({ min: 1, max: 4 }), async (dag, cores) => {
        for (const strategy of ['parallel', 'sequential'] as const) {
          const fixture = mixedFixture(cores);
          const finished = await fixture.run(blueprintOf(dag, false), { strategy });
          expect(finished.state).toBe('done');
          const results = Array.from({ length: dag.count }, (_, index) => data(finished, `n${index}`));
          expect(results).toEqual(expected(dag));
          expect([...fixture.runtime.calls].sort()).toEqual(
            Array.from({ length: dag.count }, (_, index) => `n${index}`).sort(),
          );
          for (const { from, to } of dag.edges) {
            expect(seqOf(finished.events, to, 'running')).toBeGreaterThan(
              seqOf(finished.events, from, 'done'),
            );
          }
          expect(fixture.heavy.most).toBeLessThanOrEqual(strategy === 'sequential' ? 1 : cores);
          const rerun = await fixture.run(blueprintOf(dag, false), { strategy });
          expect(new Set(Object.values(states(rerun)))).toEqual(new Set(['cached']));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('blocks exactly what is reachable from a failure', async () => {
    await fc.assert(
      fc.asyncProperty(dags, async (dag) => {
        const fixture = mixedFixture(2);
        const finished = await fixture.run(blueprintOf(dag, true));
        const closure = reachable(dag.edges, dag.failing);
        for (let index = 0; index < dag.count; index++) {
          const state = finished.snapshot.nodes[`n${index}`]?.state;
          expect(state).toBe(closure.has(index) ? 'blocked' : dag.failing.has(index) ? 'failed' : 'done');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leaves no session and no value when it is cancelled at any time', async () => {
    await fc.assert(
      fc.asyncProperty(dags, fc.nat(60), async (dag, moment) => {
        const fixture = mixedFixture(3);
        const run = fixture.engine.run(blueprintOf(dag, true), fixture.catalog, {});
        run.subscribe((event) => {
          if (event.seq === moment) run.cancel();
        });
        const finished = await finish(run);
        expect(fixture.runtime.openSessions).toBe(0);
        expect(fixture.runtime.activeCalls).toBe(0);
        expect(Object.keys(states(finished))).toHaveLength(dag.count);
        for (const state of Object.values(states(finished))) {
          expect(['done', 'failed', 'blocked', 'cancelled']).toContain(state);
        }
        run.release();
        fixture.engine.clearCache();
        expect(fixture.store.holds.size).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});
