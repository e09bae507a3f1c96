import type { Language, RuntimeStatus } from '@atomiton/contracts';
import { blueprintSchema } from '@atomiton/contracts';
import { expect, it } from 'vitest';
import { definition } from './testing/basic-nodes.js';
import { engineFixture } from './testing/engine-fixture.js';
import { json, MemoryRuntime } from './testing/memory-runtime.js';

/** A runtime that becomes usable only after a while, as interpreters and modules do. */
class SlowRuntime extends MemoryRuntime {
  private prepared = false;

  constructor(
    language: Language,
    private readonly readyAfterMs: number,
  ) {
    super(language);
  }

  override async initialize(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.readyAfterMs));
    await super.initialize();
    this.prepared = true;
  }

  override status(): RuntimeStatus {
    return { language: this.language, state: this.prepared ? 'ready' : 'preparing' };
  }
}

it('every node runs though the languages become ready one after another', async () => {
  const languages: Language[] = ['typescript', 'rust', 'wasm', 'golang', 'python'];
  const runtimes = new Map(
    languages.map((language, index) => [language, new SlowRuntime(language, 5 + 10 * index)]),
  );
  const { add, run } = engineFixture({
    services: { runtimes: { for: (language) => runtimes.get(language) } },
  });
  const nodes: Record<string, unknown> = {};
  const edges: Record<string, unknown> = {};
  for (const [language, runtime] of runtimes) {
    const node = definition(`t/${language}`, {
      runtime: { language },
      inputs: [{ name: 'in', type: 'any', required: false }],
    });
    add(runtime.define(node, () => ({ out: json(language) })));
    nodes[`${language}_one`] = { type: `t/${language}`, typeVersion: 1 };
    nodes[`${language}_two`] = { type: `t/${language}`, typeVersion: 1 };
    edges[`${language}_two.in`] = { from: `${language}_one.out` };
  }
  const drawing = blueprintSchema.parse({
    formatVersion: 1,
    id: 'languages',
    name: 'languages',
    nodes,
    edges,
  });
  const { state, snapshot } = await run(drawing);
  expect(state).toBe('done');
  expect(Object.values(snapshot.nodes).map((node) => node.state)).toEqual(Array(10).fill('done'));
}, 5_000);
