import type { Blueprint, Subgraph } from '@atomiton/contracts';
import { expect, it } from 'vitest';
import { copyNodes, insertClipboard, parseClipboard } from './clipboard.js';
import { newBlueprint } from './new-blueprint.js';
import { applyOperations } from './operations.js';
import { parseSubgraphFile, printSubgraphFile, subgraphFile } from './subgraph-file.js';

const node = (type: string) => ({ type, typeVersion: 1, parameters: {}, mode: 'active' as const });
const subgraph = (type: string, name: string): Subgraph => ({
  name,
  inputs: {},
  outputs: {},
  nodes: { x: node(type) },
  edges: {},
  layout: { positions: {}, groups: {}, notes: {} },
});
const source: Blueprint = {
  ...newBlueprint('s', 's'),
  nodes: { o: node('subgraph/outer') },
  subgraphs: {
    outer: subgraph('subgraph/inner', 'Outer'),
    inner: subgraph('core/number', 'Inner'),
    other: subgraph('core/number', 'Other'),
  },
};

function pasted(into: Blueprint): Blueprint {
  const clipboard = parseClipboard(JSON.stringify(copyNodes(source, { nodes: ['o'] })));
  if (clipboard === undefined) throw new Error('no clipboard');
  return applyOperations(into, insertClipboard(into, clipboard).operations);
}

it('an instance brings its definition and those that it uses, nothing else', () => {
  const after = pasted(newBlueprint('t', 't'));
  expect(after.subgraphs).toEqual({ outer: source.subgraphs?.outer, inner: source.subgraphs?.inner });
});

it('equal definitions are shared', () => {
  const after = pasted(source);
  expect(after.subgraphs).toEqual(source.subgraphs);
  expect(Object.values(after.nodes).map(({ type }) => type)).toEqual(['subgraph/outer', 'subgraph/outer']);
});

it('another definition of the same id stays, and the one that comes has an id of its own', () => {
  const into: Blueprint = {
    ...newBlueprint('t', 't'),
    subgraphs: { outer: subgraph('subgraph/inner', 'Outer'), inner: subgraph('core/text', 'Mine') },
  };
  const after = pasted(into);
  expect(Object.keys(after.subgraphs ?? {}).sort()).toEqual(['inner', 'inner-2', 'outer', 'outer-2']);
  expect(after.nodes.o?.type ?? Object.values(after.nodes)[0]?.type).toBe('subgraph/outer-2');
  expect(after.subgraphs?.['outer-2']?.nodes.x?.type).toBe('subgraph/inner-2');
  expect(after.subgraphs?.inner).toBe(into.subgraphs?.inner);
});

it('a subgraph as a file is read as it was written; anything else is refused in words', () => {
  const file = subgraphFile(source, 'outer');
  if (file === undefined) throw new Error('no file');
  expect(Object.keys(file.subgraphs)).toEqual(['outer', 'inner']);
  const text = printSubgraphFile(file);
  expect(parseSubgraphFile(text)).toEqual({ ok: true, file });
  expect(printSubgraphFile(file)).toBe(text);
  for (const wrong of [
    '{',
    '[]',
    '{"atomitonSubgraph":1,"main":"a","subgraphs":{}}',
    text.replace('"x"', '"__proto__"'),
  ]) {
    expect(parseSubgraphFile(wrong)).toMatchObject({ ok: false, message: expect.stringMatching(/\S+/) });
  }
});
