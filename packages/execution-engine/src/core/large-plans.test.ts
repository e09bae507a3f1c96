import { describe, expect, it } from 'vitest';
import { addBasicNodes } from './testing/basic-nodes.js';
import { data, engineFixture, sketch } from './testing/engine-fixture.js';

const COUNT = 100_000;
const ids = Array.from({ length: COUNT }, (_, index) => `n${index}`);

describe('100,000 nodes', () => {
  it('in a chain: planned, run and run again from the cache', async () => {
    const fixture = engineFixture();
    addBasicNodes(fixture);
    const blueprint = sketch(
      Object.fromEntries(ids.map((id) => [id, { type: 't/sum', parameters: { value: 1 } }])),
      Object.fromEntries(ids.slice(1).map((id, index) => [`${id}.items.0`, `n${index}.out`])),
    );
    const finished = await fixture.run(blueprint);
    expect(data(finished, `n${COUNT - 1}`)).toBe(COUNT);
    const again = await fixture.run(blueprint);
    expect(data(again, `n${COUNT - 1}`)).toBe(COUNT);
    expect(fixture.runtime.calls).toHaveLength(COUNT);
  }, 60_000);

  it('in a chain whose first node fails: all blocked without recursion', async () => {
    const fixture = engineFixture();
    addBasicNodes(fixture);
    const blueprint = sketch(
      Object.fromEntries(ids.map((id, index) => [id, index === 0 ? 't/fail' : 't/pass'])),
      Object.fromEntries(ids.slice(1).map((id, index) => [`${id}.in`, `n${index}.out`])),
    );
    const { snapshot } = await fixture.run(blueprint);
    expect(snapshot.nodes[`n${COUNT - 1}`]).toMatchObject({ state: 'blocked', blockedBy: 'n0' });
  }, 60_000);

  it('in a fan into one list', async () => {
    const fixture = engineFixture();
    addBasicNodes(fixture);
    const blueprint = sketch(
      {
        total: 't/sum',
        ...Object.fromEntries(ids.map((id) => [id, { type: 't/number', parameters: { value: 2 } }])),
      },
      Object.fromEntries(ids.map((id, index) => [`total.items.${index}`, `${id}.out`])),
    );
    expect(data(await fixture.run(blueprint), 'total')).toBe(2 * COUNT);
  }, 60_000);
});
