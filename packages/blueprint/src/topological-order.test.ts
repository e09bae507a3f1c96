import { AtomitonError } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { blueprint } from './builder.js';
import { topologicalOrder } from './topological-order.js';

function ring() {
  return blueprint('ring').node('c', 'test/any').node('a', 'test/any').node('b', 'test/any');
}

describe('topologicalOrder', () => {
  it('orders by edges first and by id among equals, whatever the order in the file', () => {
    const document = ring().node('z', 'test/any').connect('z.out', 'a.in').build();
    expect(topologicalOrder(document)).toEqual(['b', 'c', 'z', 'a']);
  });

  it('names the path of a cycle and the node to show it on', () => {
    const document = ring()
      .connect('a.out', 'b.in')
      .connect('b.out', 'c.in')
      .connect('c.out', 'a.in')
      .build();
    let caught: unknown;
    try {
      topologicalOrder(document);
    } catch (thrown) {
      caught = thrown;
    }
    expect(caught).toBeInstanceOf(AtomitonError);
    expect((caught as AtomitonError).data).toEqual({
      kind: 'validation',
      code: 'cycle',
      message: 'The nodes feed each other in a cycle: a → b → c → a.',
      node: 'a',
      hint: 'Remove one of these edges, or give one a delay.',
    });
  });

  it('lets a cycle through a delay', () => {
    const document = ring()
      .connect('a.out', 'b.in')
      .connect('b.out', 'c.in')
      .connect('c.out', 'a.in', { delay: { initial: 0 } })
      .build();
    expect(topologicalOrder(document)).toEqual(['a', 'b', 'c']);
  });
});
