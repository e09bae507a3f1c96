import { expect, it } from 'vitest';
import { largeDocument } from '../testing/large-document';
import { openTestEditor } from '../testing/test-editor';
import { FarDrag, nodeAt, nodesInBox, pressNode, selectBox } from './far-pointer';
import { fittingName } from './far-view-drawing';

async function opened() {
  const { session } = await openTestEditor({ examples: { demo: largeDocument(9) } });
  return session;
}

it('finds the node under a point and those that a box touches', async () => {
  const { nodes } = (await opened()).canvas.getState();
  expect(nodeAt(nodes, { x: 290, y: 250 })?.id).toBe('node_4');
  expect(nodeAt(nodes, { x: 270, y: 10 })).toBeUndefined();
  expect(nodesInBox(nodes, { x: 300, y: 300 }, { x: 10, y: 10 })).toEqual([
    'node_0',
    'node_1',
    'node_3',
    'node_4',
  ]);
});

it('selects by press and by box', async () => {
  const { canvas } = await opened();
  const chosen = (): string[] => [...canvas.getState().selectedNodes].sort();
  pressNode(canvas, 'node_1', 'replace');
  pressNode(canvas, 'node_2', 'toggle');
  expect(chosen()).toEqual(['node_1', 'node_2']);
  // A press on a selected node keeps the others, so that all can be dragged.
  pressNode(canvas, 'node_1', 'replace');
  expect(chosen()).toEqual(['node_1', 'node_2']);
  pressNode(canvas, 'node_2', 'toggle');
  selectBox(canvas, ['node_5', 'node_6'], 'add');
  expect(chosen()).toEqual(['node_1', 'node_5', 'node_6']);
  selectBox(canvas, ['node_5'], 'remove');
  expect(chosen()).toEqual(['node_1', 'node_6']);
});

it('a drag is one entry of the history, and none when it is abandoned', async () => {
  const session = await opened();
  selectBox(session.canvas, ['node_0', 'node_4'], 'replace');
  const place = (id: string) => session.document.getState().blueprint.layout.positions[id];
  const before = place('node_4');
  const drag = new FarDrag(session, { x: 10, y: 10 });
  drag.to({ x: 60, y: 20 });
  drag.abandon();
  expect(session.document.getState().canUndo).toBe(false);
  const second = new FarDrag(session, { x: 10, y: 10 });
  second.to({ x: 40, y: 10 });
  expect(place('node_4')).toEqual(before);
  second.drop({ x: 110, y: 30 });
  expect(place('node_0')).toEqual({ x: 100, y: 20 });
  expect(place('node_4')).toEqual({ x: 380, y: 260 });
  session.undo();
  expect([place('node_0'), place('node_4'), session.document.getState().canUndo]).toEqual([
    { x: 0, y: 0 },
    before,
    false,
  ]);
});

it('cuts a name to the width of its box', () => {
  expect(fittingName('Gaussian blur', 200, 10)).toBe('Gaussian blur');
  expect(fittingName('Gaussian blur', 34, 10)).toBe('Gauss…');
  expect(fittingName('Gaussian blur', 1, 10)).toBe('G…');
});
