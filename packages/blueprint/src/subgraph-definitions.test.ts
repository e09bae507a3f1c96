import { type Catalog, defineNode, type NodeDefinitionInput, type Subgraph } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { newBlueprint } from './new-blueprint.js';
import { withSubgraphs } from './subgraph-definitions.js';
import { testCatalog } from './testing/test-catalog.js';

function node(type: string, mode: 'active' | 'muted' | 'bypassed' = 'active') {
  return { type, typeVersion: 1, parameters: {}, mode };
}

function define(part: Pick<NodeDefinitionInput, 'type' | 'purity'> & Partial<NodeDefinitionInput>) {
  return defineNode({
    version: 1,
    name: part.type,
    category: 'Test',
    description: '',
    inputs: [],
    outputs: [],
    parameters: [],
    runtime: { language: 'typescript' },
    ...part,
  });
}

const path = { name: 'path', label: 'File', type: 'file' as const, default: '' };
const catalog: Catalog = new Map(
  [
    ...testCatalog.values(),
    define({ type: 'test/open', purity: 'reads-world', parameters: [path], reads: ['path'], stateful: true }),
    define({
      type: 'test/shell',
      purity: 'writes-world',
      parameters: [{ name: 'command', label: 'Command', type: 'string', default: '' }],
      effects: [{ kind: 'shell', shows: ['command'] }],
    }),
    define({ type: 'test/send', purity: 'writes-world', effects: [{ kind: 'network' }] }),
  ].map((definition) => [definition.type, definition]),
);

function subgraph(parts: Partial<Subgraph>): Subgraph {
  return {
    name: 'S',
    inputs: {},
    outputs: {},
    nodes: {},
    edges: {},
    layout: { positions: {}, groups: {}, notes: {} },
    ...parts,
  };
}

function definitionOf(subgraphs: Record<string, Subgraph>, id: string) {
  const found = withSubgraphs({ ...newBlueprint('x', 'x'), subgraphs }, catalog).get(`subgraph/${id}`);
  if (found === undefined) throw new Error(`There is no definition of ${id}.`);
  return found;
}

describe('the effects of a subgraph are those of all its nodes', () => {
  it('is pure only where every node in it is', () => {
    expect(definitionOf({ s: subgraph({ nodes: { a: node('test/number') } }) }, 's').purity).toBe('pure');
    const reading = { a: node('test/number'), b: node('test/open') };
    const definition = definitionOf({ s: subgraph({ nodes: reading }) }, 's');
    expect([definition.purity, definition.stateful]).toEqual(['reads-world', true]);
    const all = { ...reading, c: node('test/shell'), d: node('test/send'), e: node('test/send') };
    const both = definitionOf({ s: subgraph({ nodes: all }) }, 's');
    expect(both.purity).toBe('writes-world');
    expect(both.effects).toEqual([
      { kind: 'shell', shows: [] },
      { kind: 'network', shows: [] },
    ]);
  });

  it('names the inputs of the interface that say what is read and done', () => {
    const definition = definitionOf(
      {
        s: subgraph({
          inputs: { file: { type: 'file' }, doing: { type: 'string' } },
          nodes: { a: node('test/open'), b: node('test/shell') },
          edges: { 'a.path': { from: 'input.file' }, 'b.command': { from: 'input.doing' } },
        }),
      },
      's',
    );
    expect(definition.reads).toEqual(['file']);
    expect(definition.effects).toEqual([{ kind: 'shell', shows: ['doing'] }]);
  });

  it('holds through levels, whatever the order of their names', () => {
    const inner = subgraph({
      inputs: { doing: { type: 'string' } },
      nodes: { run: node('test/shell') },
      edges: { 'run.command': { from: 'input.doing' } },
    });
    const outer = subgraph({
      inputs: { what: { type: 'string' } },
      nodes: { deep: node('subgraph/zz') },
      edges: { 'deep.doing': { from: 'input.what' } },
    });
    const definition = definitionOf({ aa: outer, zz: inner }, 'aa');
    expect(definition.purity).toBe('writes-world');
    expect(definition.effects).toEqual([{ kind: 'shell', shows: ['what'] }]);
  });

  it('counts no node that does not run', () => {
    const nodes = {
      a: node('test/shell', 'muted'),
      b: node('test/send', 'bypassed'),
      c: node('test/number'),
    };
    const definition = definitionOf({ s: subgraph({ nodes }) }, 's');
    expect([definition.purity, definition.effects]).toEqual(['pure', []]);
  });
});
