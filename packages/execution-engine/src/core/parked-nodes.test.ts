import { blueprint } from '@atomiton/blueprint';
import type { Language, RuntimeStatus } from '@atomiton/contracts';
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
  let drawing = blueprint('languages');
  for (const [language, runtime] of runtimes) {
    const node = definition(`t/${language}`, {
      runtime: { language },
      inputs: [{ name: 'in', type: 'any', required: false }],
    });
    add(runtime.define(node, () => ({ out: json(language) })));
    drawing = drawing.node(`${language}_one`, `t/${language}`).node(`${language}_two`, `t/${language}`);
    drawing = drawing.connect(`${language}_one.out`, `${language}_two.in`);
  }
  const { state, snapshot } = await run(drawing.build());
  expect(state).toBe('done');
  expect(Object.values(snapshot.nodes).map((node) => node.state)).toEqual(Array(10).fill('done'));
}, 5_000);
