import {
  AtomitonError,
  type Blueprint,
  blueprintSchema,
  type Operation,
  operationSchema,
} from '@atomiton/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blueprint } from './builder.js';
import { newBlueprint } from './new-blueprint.js';
import { applyAndInvert, applyOperation, applyOperations, invertOperation } from './operations.js';
import { parseBlueprint } from './parse-blueprint.js';
import { printBlueprint } from './print-blueprint.js';
import { anyBlueprint, anyOperation } from './testing/arbitrary-blueprint.js';

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof AtomitonError) return thrown.data.code;
    throw thrown;
  }
}

/** The operations among `all` that fit, one after the other. */
function fitting(start: Blueprint, all: readonly Operation[]): Operation[] {
  let state = start;
  return all.filter((operation) => {
    try {
      state = applyOperation(state, operation);
      return true;
    } catch (thrown) {
      if (thrown instanceof AtomitonError) return false;
      throw thrown;
    }
  });
}

/** Removes the first edge and the first node without edges, whatever they are: dangling edges included. */
function removals(document: Blueprint): Operation[] {
  const disconnects = Object.keys(document.edges).map((to): Operation => ({ op: 'disconnect', to }));
  return [...disconnects, ...Object.keys(document.nodes).map((id): Operation => ({ op: 'remove-node', id }))];
}

describe('operations', () => {
  it('every operation undone gives the same bytes', () => {
    let applied = 0;
    fc.assert(
      fc.property(anyBlueprint, anyOperation, (before, operation) => {
        const [fits] = fitting(before, [operation]);
        if (fits === undefined) return;
        applied++;
        const text = printBlueprint(before);
        const inverse = operationSchema.parse(invertOperation(before, fits));
        const after = applyOperation(before, fits);
        expect(printBlueprint(before)).toBe(text);
        expect(printBlueprint(applyOperation(after, inverse))).toBe(text);
      }),
      { numRuns: 1000 },
    );
    expect(applied).toBeGreaterThan(100);
  });

  it('a series undone gives the same bytes, and redone the same bytes again', () => {
    fc.assert(
      fc.property(anyBlueprint, fc.array(anyOperation, { maxLength: 30 }), (start, wanted) => {
        const operations = [...removals(start), ...fitting(applyOperations(start, removals(start)), wanted)];
        const { blueprint: end, inverses } = applyAndInvert(start, operations);
        const undone = applyOperations(end, inverses);
        expect(printBlueprint(undone)).toBe(printBlueprint(start));
        expect(printBlueprint(applyOperations(undone, operations))).toBe(printBlueprint(end));
        expect(blueprintSchema.safeParse(end).success).toBe(true);
      }),
    );
  });

  it('applied together or one by one they give the same', () => {
    fc.assert(
      fc.property(anyBlueprint, fc.array(anyOperation, { maxLength: 20 }), (start, wanted) => {
        const operations = fitting(start, wanted);
        const oneByOne = operations.reduce(applyOperation, start);
        expect(printBlueprint(applyOperations(start, operations))).toBe(printBlueprint(oneByOne));
      }),
    );
  });

  it('shares everything that an operation does not touch', () => {
    const before = blueprint('x').node('a', 'core/number').node('b', 'core/number').build();
    const after = applyOperation(before, { op: 'set-parameter', id: 'a', name: 'value', value: 1 });
    expect(after.nodes.b).toBe(before.nodes.b);
    expect(after.edges).toBe(before.edges);
    expect(after.layout).toBe(before.layout);
    expect(before.nodes.a?.parameters).toEqual({});
  });

  it.each<[string, Operation, string]>([
    [
      'a second node of one id',
      { op: 'add-node', id: 'a', node: { type: 'core/x', typeVersion: 1, parameters: {}, mode: 'active' } },
      'node-exists',
    ],
    ['removing a node that is not there', { op: 'remove-node', id: 'nope' }, 'node-missing'],
    ['removing a node with edges', { op: 'remove-node', id: 'a' }, 'node-has-edges'],
    ['a second edge into one input', { op: 'connect', to: 'b.in', edge: { from: 'a.other' } }, 'edge-exists'],
    [
      'an edge from a missing node',
      { op: 'connect', to: 'a.in', edge: { from: 'nope.out' } },
      'node-missing',
    ],
    ['an edge to a missing node', { op: 'connect', to: 'nope.in', edge: { from: 'a.out' } }, 'node-missing'],
    ['cutting an edge that is not there', { op: 'disconnect', to: 'a.in' }, 'edge-missing'],
    [
      'a parameter of a missing node',
      { op: 'set-parameter', id: 'nope', name: 'x', value: 1 },
      'node-missing',
    ],
    ['moving a missing node', { op: 'move-node', id: 'nope', position: { x: 0, y: 0 } }, 'node-missing'],
    ['an inherited name as a node', { op: 'rename-node', id: 'valueof', name: 'x' }, 'node-missing'],
  ])('refuses %s', (_name, operation, code) => {
    const document = blueprint('x').node('a', 'core/x').node('b', 'core/x').connect('a.out', 'b.in').build();
    expect(codeOf(() => applyOperation(document, operation))).toBe(code);
    expect(codeOf(() => invertOperation(document, operation)) ?? code).toBe(code);
  });

  it('applies none of a batch when one does not fit, and says which', () => {
    const document = blueprint('x').node('a', 'core/x').build();
    const batch: Operation[] = [
      { op: 'rename-node', id: 'a', name: 'New' },
      { op: 'remove-node', id: 'nope' },
    ];
    expect(() => applyOperations(document, batch)).toThrow('Operation 2 of 2: There is no node "nope".');
    expect(document.nodes.a?.name).toBeUndefined();
  });

  it('knows the edges that the batch itself has made and cut', () => {
    const document = blueprint('x').node('a', 'core/x').node('b', 'core/x').node('c', 'core/x').build();
    const connect: Operation = { op: 'connect', to: 'b.in', edge: { from: 'a.out' } };
    const removeC: Operation = { op: 'remove-node', id: 'c' };
    const removeA: Operation = { op: 'remove-node', id: 'a' };
    expect(codeOf(() => applyOperations(document, [removeC, connect, removeA]))).toBe('node-has-edges');
    const cut: Operation = { op: 'disconnect', to: 'b.in' };
    expect(Object.keys(applyOperations(document, [removeC, connect, cut, removeA]).nodes)).toEqual(['b']);
  });

  it('replaces the whole document and gives it back, spellings of numbers included', () => {
    const text =
      '{"formatVersion":1,"id":"k","name":"k","nodes":{"a":{"type":"core/x","typeVersion":1,' +
      '"parameters":{"x":1.50,"y":2.0}}},"edges":{},"newKey":[1.0]}';
    const parsed = parseBlueprint(text);
    if (!parsed.ok) throw new Error('the text is a blueprint');
    const before = parsed.blueprint;
    const other = blueprint('other').node('a', 'core/x', { x: 1.5, y: 3 }).build();
    const { blueprint: after, inverses } = applyAndInvert(before, [
      { op: 'rename-node', id: 'a', name: 'renamed' },
      { op: 'replace', blueprint: other },
      { op: 'rename-node', id: 'a', name: 'renamed again' },
    ]);
    expect(after.name).toBe('other');
    expect(printBlueprint(after)).toContain('"x": 1.50');
    expect(printBlueprint(after)).toContain('"y": 3');
    expect(other.nodes.a?.name).toBeUndefined();
    const overTheBridge = operationSchema.array().parse(JSON.parse(JSON.stringify(inverses)));
    expect(printBlueprint(applyOperations(after, overTheBridge))).toBe(printBlueprint(before));
  });

  it('builds and takes back 100,000 operations in one batch, copying each record once', () => {
    const operations: Operation[] = [];
    for (let index = 0; index < 50_000; index++) {
      const node = { type: 'core/x', typeVersion: 1, parameters: {}, mode: 'active' as const };
      operations.push({ op: 'add-node', id: `n${index}`, node });
      if (index > 0)
        operations.push({ op: 'connect', to: `n${index}.in`, edge: { from: `n${index - 1}.out` } });
    }
    const empty = newBlueprint('x', 'x');
    const { blueprint: full, inverses } = applyAndInvert(empty, operations);
    expect(Object.keys(full.nodes).length).toBe(50_000);
    expect(printBlueprint(applyOperations(full, inverses))).toBe(printBlueprint(empty));
  });
});
