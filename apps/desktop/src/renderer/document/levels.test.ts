import { newBlueprint } from '@atomiton/blueprint';
import type { Blueprint, Subgraph } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { select } from '../canvas/canvas-store';
import { setParameter } from '../editor/edits';
import {
  becomeIndependent,
  enterInstance,
  leaveSubgraph,
  makeFromSelection,
  unpack,
} from '../editor/subgraphs';
import { openTestEditor } from '../testing/test-editor';
import { existingPart, runPrefix, wayOfNode, wayTo } from './levels';

const node = (type: string) => ({ type, typeVersion: 1, parameters: {}, mode: 'active' as const });
const subgraph = (nodes: Subgraph['nodes']): Subgraph => ({
  name: 'S',
  inputs: {},
  outputs: {},
  nodes,
  edges: {},
  layout: { positions: {}, groups: {}, notes: {} },
});
const nested: Blueprint = {
  ...newBlueprint('n', 'n'),
  nodes: { a: node('subgraph/outer'), number: node('core/number') },
  subgraphs: {
    outer: subgraph({ b: node('subgraph/inner'), number: node('core/number') }),
    inner: subgraph({ number: node('core/number') }),
    unused: subgraph({}),
  },
};

describe('ways through a document', () => {
  it('lead to a subgraph through instances, or to its definition where it has none', () => {
    expect(wayTo(nested, 'inner', [])).toEqual([
      { subgraph: 'outer', instance: 'a' },
      { subgraph: 'inner', instance: 'b' },
    ]);
    expect(wayTo(nested, 'unused', [])).toEqual([{ subgraph: 'unused' }]);
    expect(wayTo(nested, undefined, [{ subgraph: 'outer', instance: 'a' }])).toEqual([]);
    expect(runPrefix(wayTo(nested, 'inner', []))).toBe('a/b/');
    expect(runPrefix(wayTo(nested, 'unused', []))).toBeUndefined();
  });

  it('are those of a run, and end where the document does', () => {
    expect(wayOfNode(nested, 'a/b/number')).toEqual({ way: wayTo(nested, 'inner', []), node: 'number' });
    expect(wayOfNode(nested, 'a/x/number')).toBeUndefined();
    const gone = { ...nested, nodes: { number: node('core/number') } };
    expect(existingPart(gone, wayTo(nested, 'inner', []))).toEqual([]);
  });
});

describe('a session with levels', () => {
  const opened = () => openTestEditor({ examples: { demo: nested } });

  it('edits the graph on the canvas, keeps the other levels, and undoes where it happened', async () => {
    const { session, host } = await opened();
    enterInstance(session, 'a');
    enterInstance(session, 'b');
    expect(Object.keys(session.document.getState().blueprint.nodes)).toEqual(['number', 'input', 'output']);
    setParameter(session, 'number', 'value', 7);
    const { root } = session.document.getState();
    expect(root.subgraphs?.inner?.nodes.number?.parameters.value).toBe(7);
    expect(root.nodes).toBe(session.document.getState().root.nodes);
    expect(root.subgraphs?.outer).toEqual(nested.subgraphs?.outer);
    await session.settled();
    expect(
      host.documents.get(session.documentId)?.blueprint.subgraphs?.inner?.nodes.number?.parameters,
    ).toEqual({
      value: 7,
    });
    leaveSubgraph(session);
    expect(session.canvas.getState().selectedNodes).toEqual(['b']);
    leaveSubgraph(session);
    session.undo();
    expect(session.document.getState().level.map(({ subgraph: id }) => id)).toEqual(['outer', 'inner']);
    expect(session.document.getState().blueprint.nodes.number?.parameters.value).toBeUndefined();
  });

  it('leaves a level that an undo takes away', async () => {
    const { session } = await opened();
    select(session.canvas, ['number']);
    makeFromSelection(session);
    const [made = ''] = session.canvas.getState().selectedNodes;
    enterInstance(session, made);
    expect(session.document.getState().level).toHaveLength(1);
    session.undo();
    expect(session.document.getState().level).toEqual([]);
    expect(
      session.canvas
        .getState()
        .nodes.map(({ id }) => id)
        .sort(),
    ).toEqual(['a', 'number']);
  });

  it('offers the subgraphs that may stand on the canvas, and no others', async () => {
    const { session, editor } = await opened();
    const offered = () =>
      editor.app
        .getState()
        .definitions.map(({ type }) => type)
        .filter((type) => type.startsWith('subgraph/'))
        .sort();
    expect(offered()).toEqual(['subgraph/inner', 'subgraph/outer', 'subgraph/unused']);
    enterInstance(session, 'a');
    expect(offered()).toEqual(['subgraph/inner', 'subgraph/unused']);
    expect(editor.app.getState().catalog.has('interface/inputs')).toBe(true);
  });

  it('makes one instance independent, and unpacks another', async () => {
    const { session } = await opened();
    enterInstance(session, 'a');
    becomeIndependent(session, 'b');
    expect(session.document.getState().blueprint.nodes.b?.type).toBe('subgraph/s');
    unpack(session, 'b');
    expect(Object.keys(session.document.getState().root.subgraphs?.outer?.nodes ?? {}).sort()).toEqual([
      'number',
      'number_2',
    ]);
  });
});
