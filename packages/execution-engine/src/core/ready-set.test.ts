import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ReadySet } from './ready-set.js';

it('always gives the smallest member', () => {
  const capacity = 70_000;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: capacity - 1 }), { maxLength: 300 }), (steps) => {
      const set = new ReadySet(capacity);
      const model = new Set<number>();
      for (const step of steps) {
        const smallest = model.size === 0 ? -1 : Math.min(...model);
        expect(set.peek()).toBe(smallest);
        expect(set.size).toBe(model.size);
        if (step >= 0 && !model.has(step)) {
          set.add(step);
          model.add(step);
        } else if (step < 0 && smallest !== -1) {
          set.remove(smallest);
          model.delete(smallest);
        }
      }
    }),
  );
});
