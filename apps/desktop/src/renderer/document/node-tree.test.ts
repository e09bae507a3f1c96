import { newBlueprint } from '@atomiton/blueprint';
import type { Blueprint, Subgraph } from '@atomiton/contracts';
import { expect, it } from 'vitest';
import { nodeTree } from './node-tree';

function node(type: string) {
  return { type, typeVersion: 1, parameters: {}, mode: 'active' as const };
}
function subgraph(nodes: Subgraph['nodes']): Subgraph {
  return {
    name: 'S',
    inputs: {},
    outputs: {},
    nodes,
    edges: {},
    layout: { positions: {}, groups: {}, notes: {} },
  };
}
const root: Blueprint = {
  ...newBlueprint('x', 'x'),
  nodes: { first: node('core/a'), outer: node('subgraph/one'), last: node('core/a') },
  subgraphs: {
    one: subgraph({ inner: node('subgraph/two'), plain: node('core/a') }),
    two: subgraph({ deep: node('core/a'), again: node('subgraph/one') }),
  },
};
const paths = (isOpen: (path: string) => boolean, most = 100) =>
  nodeTree(root, isOpen, most).map(({ path }) => path);

it('lists the nodes of the document, and those of the instances that are open behind them', () => {
  expect(paths(() => false)).toEqual(['first', 'outer', 'last']);
  expect(paths((path) => path === 'outer')).toEqual(['first', 'outer', 'outer/inner', 'outer/plain', 'last']);
  expect(nodeTree(root, () => true, 100).find(({ id }) => id === 'deep')).toMatchObject({
    depth: 2,
    opens: false,
  });
});

it('ends where a subgraph contains itself, and at the most that is wanted', () => {
  expect(paths(() => true)).toEqual([
    'first',
    'outer',
    'outer/inner',
    'outer/inner/deep',
    'outer/inner/again',
    'outer/plain',
    'last',
  ]);
  expect(paths(() => true, 3)).toEqual(['first', 'outer', 'outer/inner']);
});
