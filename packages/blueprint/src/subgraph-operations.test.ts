import { type Blueprint, type Operation, operationSchema, type Subgraph } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { newBlueprint } from './new-blueprint.js';
import { applyAndInvert, applyOperation, applyOperations, invertOperation } from './operations.js';
import { printBlueprint } from './print-blueprint.js';

const inner: Subgraph = {
  name: 'Clean',
  inputs: { table: { type: 'table' } },
  outputs: { table: { type: 'table' } },
  nodes: {
    filter: {
      type: 'core/select-filter',
      typeVersion: 1,
      parameters: { where: 'x > 1', keep: 3 },
      mode: 'active',
    },
  },
  edges: { 'filter.table': { from: 'input.table' }, 'output.table': { from: 'filter.table' } },
  layout: { positions: { filter: { x: 1, y: 2 }, input: { x: 0, y: 0 } }, groups: {}, notes: {} },
};

const document: Blueprint = {
  ...newBlueprint('d', 'd'),
  nodes: { clean: { type: 'subgraph/clean', typeVersion: 1, parameters: {}, mode: 'active' } },
  subgraphs: { clean: inner },
};

/** Lines of `next` that `text` does not have. */
function changedLines(text: string, next: string): string[] {
  const before = new Set(text.split('\n'));
  return next.split('\n').filter((line) => !before.has(line));
}

function undone(operations: Operation[]): string {
  const { blueprint, inverses } = applyAndInvert(document, operations);
  return printBlueprint(applyOperations(blueprint, operationSchema.array().parse(inverses)));
}

describe('operations in a subgraph', () => {
  it.each<[string, Operation, string]>([
    ['parameter', { op: 'set-parameter', in: 'clean', id: 'filter', name: 'keep', value: 4 }, '"keep": 4'],
    [
      'place',
      { op: 'move-node', in: 'clean', id: 'input', position: { x: 9, y: 9 } },
      '"input": { "x": 9, "y": 9 }',
    ],
    ['name', { op: 'rename-node', in: 'clean', id: 'filter', name: 'F' }, '"name": "F"'],
  ])('a changed %s changes one line', (_name, operation, line) => {
    const after = printBlueprint(applyOperation(document, operation));
    const changed = changedLines(printBlueprint(document), after);
    expect(changed).toHaveLength(1);
    expect(changed[0]).toContain(line);
    expect(undone([operation])).toBe(printBlueprint(document));
  });

  it('touch nothing but that subgraph', () => {
    const after = applyOperation(document, { op: 'set-mode', in: 'clean', id: 'filter', mode: 'muted' });
    expect(after.nodes).toBe(document.nodes);
    expect(after.layout).toBe(document.layout);
    expect(after.subgraphs?.clean?.edges).toBe(inner.edges);
    expect(document.subgraphs?.clean).toBe(inner);
  });

  it('the interface keeps the order of its ports', () => {
    const shown = {
      name: 'Clean',
      inputs: { z: { type: 'any' as const }, a: { type: 'any' as const }, table: { type: 'table' as const } },
      outputs: {},
    };
    const operation: Operation = { op: 'set-interface', id: 'clean', interface: shown };
    const after = applyOperation(document, operation);
    expect(Object.keys(after.subgraphs?.clean?.inputs ?? {})).toEqual(['z', 'a', 'table']);
    expect(printBlueprint(after)).toMatch(/"z": .*\n.*"a": .*\n.*"table": /);
    expect(after.subgraphs?.clean?.nodes).toBe(inner.nodes);
    expect(undone([operation])).toBe(printBlueprint(document));
  });

  it('the first subgraph added and taken away leaves the file as it was', () => {
    const { subgraphs: _none, ...without } = document;
    const operation: Operation = { op: 'set-subgraph', id: 'clean', subgraph: inner };
    const inverse = invertOperation(without, operation);
    expect(inverse).toEqual({ op: 'set-subgraph', id: 'clean', bare: true });
    expect(applyOperation(applyOperation(without, operation), inverse)).toEqual(without);
    const empty: Blueprint = { ...without, subgraphs: {} };
    const back = invertOperation(empty, operation);
    expect(applyOperation(applyOperation(empty, operation), back)).toEqual(empty);
  });

  it('edits, a new definition and edits again in one batch are taken back', () => {
    const batch: Operation[] = [
      { op: 'set-parameter', in: 'clean', id: 'filter', name: 'keep', value: 5 },
      { op: 'set-subgraph', id: 'clean', subgraph: { ...inner, name: 'Other' } },
      { op: 'disconnect', in: 'clean', to: 'output.table' },
      { op: 'set-subgraph', id: 'copy', subgraph: inner },
      { op: 'set-parameter', in: 'copy', id: 'filter', name: 'keep', value: 6 },
      { op: 'set-subgraph', id: 'clean' },
    ];
    const { blueprint } = applyAndInvert(document, batch);
    expect(Object.keys(blueprint.subgraphs ?? {})).toEqual(['copy']);
    expect(blueprint.subgraphs?.copy?.nodes.filter?.parameters.keep).toBe(6);
    expect(undone(batch)).toBe(printBlueprint(document));
  });

  const node = { type: 'core/x', typeVersion: 1, parameters: {}, mode: 'active' as const };
  it.each<[string, Operation, string]>([
    [
      'an edit in a subgraph that is not there',
      { op: 'set-mode', in: 'no', id: 'x', mode: 'muted' },
      'no subgraph "no"',
    ],
    ['removing a subgraph that is not there', { op: 'set-subgraph', id: 'no' }, 'no subgraph "no"'],
    [
      'a node with the id of the interface',
      { op: 'add-node', in: 'clean', id: 'input', node },
      '"input" is the interface',
    ],
    ['removing the interface', { op: 'remove-node', in: 'clean', id: 'output' }, 'no node "output"'],
    [
      'an edge from the interface at the top',
      { op: 'connect', to: 'clean.table', edge: { from: 'input.x' } },
      'no node "input"',
    ],
  ])('refuses %s', (_name, operation, message) => {
    expect(() => applyOperation(document, operation)).toThrow(message);
    expect(() => invertOperation(document, operation)).toThrow(message);
  });
});
