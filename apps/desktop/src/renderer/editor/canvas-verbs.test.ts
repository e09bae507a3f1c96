import { printBlueprint } from '@atomiton/blueprint';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { select, takeNodeChanges } from '../canvas/canvas-store';
import type { DocumentSession } from '../document/document-session';
import { DEMO_CATALOG } from '../testing/demo-catalog';
import { DEMO_DOCUMENT } from '../testing/demo-document';
import { openTestEditor } from '../testing/test-editor';
import { alignSelection, distributeSelection } from './aligning';
import { addBend, commitBends, moveBendOnCanvas, removeBend } from './bends';
import {
  addNote,
  copyText,
  deleteReconnectingSelection,
  deleteSelection,
  duplicateSelection,
  pasteText,
  toggleMode,
} from './edits';
import { deleteGroupsWithMembers, fitGroups, groupSelection, ungroup } from './groups';
import { colorSelection, toggleLook } from './looks';
import { commitMoves, commitResize, nudgeOnCanvas, resizeOnCanvas } from './moves';
import { selectAll, selectReach } from './selecting';
import { setTitle } from './titles';

const demo = { examples: { demo: DEMO_DOCUMENT } };
const catalog = new Map(DEMO_CATALOG.map((definition) => [definition.type, definition]));
const layoutOf = (session: DocumentSession) => session.document.getState().blueprint.layout;
const textOf = (session: DocumentSession) => printBlueprint(session.document.getState().blueprint);
const firstEdge = Object.keys(DEMO_DOCUMENT.edges)[0] ?? '';

async function open() {
  const { session } = await openTestEditor(demo);
  return session;
}

/** Every verb of the canvas, each on whatever is selected. */
const VERBS: Record<string, (session: DocumentSession) => void> = {
  group: groupSelection,
  ungroup,
  fitGroups,
  deleteGroupsWithMembers,
  collapse: (session) => toggleLook(session, 'collapsed'),
  pin: (session) => toggleLook(session, 'pinned'),
  red: (session) => colorSelection(session, 'red'),
  noColor: (session) => colorSelection(session, undefined),
  mute: (session) => toggleMode(session, 'muted'),
  bypass: (session) => toggleMode(session, 'bypassed'),
  note: (session) => void addNote(session, { text: '# Hello', x: 1, y: 2, width: 200, height: 90 }),
  alignLeft: (session) => alignSelection(session, 'left'),
  alignMiddle: (session) => alignSelection(session, 'middle'),
  distribute: (session) => distributeSelection(session, 'x'),
  nudge: (session) => commitMoves(session, nudgeOnCanvas(session, { x: 20, y: -20 })),
  grow: (session) => {
    commitResize(session, resizeOnCanvas(session, { x: 40, y: 20 }, { x: 100, y: 50 }));
  },
  duplicate: duplicateSelection,
  paste: (session) => void pasteText(session, copyText(session) ?? '', { x: 700, y: 500 }, true),
  delete: deleteSelection,
  deleteReconnecting: (session) => deleteReconnectingSelection(session, catalog),
  bend: (session) => {
    const [edge] = session.canvas.getState().edges;
    if (edge !== undefined) addBend(session, edge.id);
  },
  selectAll,
  downstream: (session) => selectReach(session, 'downstream'),
};

describe('canvas verbs', () => {
  it('any series of them undone gives the same bytes, and redone the same again', async () => {
    const verbs = fc.array(fc.constantFrom(...Object.keys(VERBS)), { minLength: 1, maxLength: 12 });
    const chosen = fc.subarray(Object.keys(DEMO_DOCUMENT.nodes), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(chosen, verbs, async (ids, names) => {
        const session = await open();
        const before = textOf(session);
        select(session.canvas, ids);
        const texts = [before];
        for (const name of names) {
          VERBS[name]?.(session);
          const text = textOf(session);
          if (text !== texts.at(-1)) texts.push(text);
        }
        for (const text of texts.slice(0, -1).reverse()) {
          session.undo();
          expect(textOf(session)).toBe(text);
        }
        expect(session.document.getState().canUndo).toBe(false);
        for (const text of texts.slice(1)) {
          session.redo();
          expect(textOf(session)).toBe(text);
        }
      }),
      // Two items resized by one key were two entries once.
      { numRuns: 60, examples: [[['number'], ['group', 'note', 'selectAll', 'grow', 'group']]] },
    );
  });

  it('a group takes its members along, pinned ones not, and bends between them', async () => {
    const session = await open();
    const edge = session.canvas.getState().edges.find(({ id }) => id === firstEdge);
    const [from, to] = [edge?.source ?? '', edge?.target ?? ''];
    addBend(session, firstEdge, { x: 100, y: 100 });
    select(session.canvas, [from, to]);
    groupSelection(session);
    expect(layoutOf(session).groups.group_1?.members).toEqual([from, to].sort());
    const { x, y } = layoutOf(session).groups.group_1 ?? { x: 0, y: 0 };
    const before = layoutOf(session).positions[from] ?? { x: 0, y: 0 };
    const position = { x: x + 30, y: y - 10 };
    takeNodeChanges(session.canvas, [{ id: 'groups:group_1', type: 'position', position, dragging: true }]);
    commitMoves(session, ['groups:group_1']);
    expect(layoutOf(session).positions[from]).toEqual({ x: before.x + 30, y: before.y - 10 });
    expect(layoutOf(session).bends?.[firstEdge]?.points).toEqual([{ x: 130, y: 90 }]);
    session.undo();
    expect(layoutOf(session).positions[from]).toEqual(before);
    expect(layoutOf(session).bends?.[firstEdge]?.points).toEqual([{ x: 100, y: 100 }]);
    select(session.canvas, [from]);
    toggleLook(session, 'pinned');
    takeNodeChanges(session.canvas, [{ id: 'groups:group_1', type: 'position', position, dragging: true }]);
    commitMoves(session, ['groups:group_1']);
    expect(layoutOf(session).positions[from]).toEqual(before);
  });

  it('a node joins the group it is dropped into and leaves it when dropped outside', async () => {
    const session = await open();
    const [one = '', other = ''] = Object.keys(DEMO_DOCUMENT.nodes);
    select(session.canvas, [one]);
    groupSelection(session);
    const { x, y } = layoutOf(session).positions[one] ?? { x: 0, y: 0 };
    takeNodeChanges(session.canvas, [{ id: other, type: 'position', position: { x: x + 5, y: y + 5 } }]);
    commitMoves(session, [other]);
    expect(layoutOf(session).groups.group_1?.members).toEqual([one, other].sort());
    takeNodeChanges(session.canvas, [{ id: one, type: 'position', position: { x: 9000, y: 9000 } }]);
    commitMoves(session, [one]);
    expect(layoutOf(session).groups.group_1?.members).toEqual([other]);
    session.undo();
    expect(layoutOf(session).groups.group_1?.members).toEqual([one, other].sort());
  });

  it('delete takes the frame only, the other command its members as well', async () => {
    const session = await open();
    const [one = ''] = Object.keys(DEMO_DOCUMENT.nodes);
    select(session.canvas, [one]);
    groupSelection(session);
    deleteSelection(session);
    expect(layoutOf(session).groups).toEqual({});
    expect(session.document.getState().blueprint.nodes[one]).toBeDefined();
    session.undo();
    select(session.canvas, [], [], ['groups:group_1']);
    deleteGroupsWithMembers(session);
    expect(session.document.getState().blueprint.nodes[one]).toBeUndefined();
    session.undo();
    expect(session.document.getState().blueprint.nodes[one]).toBeDefined();
    expect(layoutOf(session).groups.group_1?.members).toEqual([one]);
  });

  it.each([
    ['words', 'remember the milk', 'note'],
    ['broken JSON of ours', '{"atomitonClipboard":1,"nodes":{', 'note'],
    ['JSON of another program', '{"nodes":[{"id":1,"type":"KSampler"}]}', 'note'],
    ['HTML', '<img src=x onerror=alert(1)>', 'note'],
    ['blanks', ' \n ', 'nothing'],
    ['a novel', 'x'.repeat(30_000), 'nothing'],
    ['a blueprint file', printBlueprint(DEMO_DOCUMENT), 'copied'],
  ] as const)('foreign text never breaks a paste: %s', async (_what, text, expected) => {
    const session = await open();
    const nodes = Object.keys(session.document.getState().blueprint.nodes).length;
    expect(pasteText(session, text, { x: 10, y: 20 })).toBe(expected);
    const after = session.document.getState().blueprint;
    expect(Object.keys(after.nodes)).toHaveLength(expected === 'copied' ? 2 * nodes : nodes);
    if (expected !== 'note') return;
    expect(after.layout.notes.note_1).toMatchObject({ text: text.trim(), x: 10, y: 20 });
    session.undo();
    expect(layoutOf(session).notes).toEqual({});
  });

  it('bends are added to the nearest stretch, moved and removed, each one entry', async () => {
    const session = await open();
    addBend(session, firstEdge);
    const middle = layoutOf(session).bends?.[firstEdge]?.points[0] ?? { x: 0, y: 0 };
    addBend(session, firstEdge, { x: middle.x + 2000, y: middle.y });
    const points = layoutOf(session).bends?.[firstEdge]?.points ?? [];
    expect(points[1]).toEqual({ x: middle.x + 2000, y: middle.y });
    moveBendOnCanvas(session, firstEdge, 1, { x: 1.4, y: 2 });
    moveBendOnCanvas(session, firstEdge, 1, { x: 5.4, y: 7 });
    commitBends(session, firstEdge);
    expect(layoutOf(session).bends?.[firstEdge]?.points[1]).toEqual({ x: 5, y: 7 });
    removeBend(session, firstEdge, 0);
    expect(layoutOf(session).bends?.[firstEdge]?.points).toEqual([{ x: 5, y: 7 }]);
    for (let step = 0; step < 4; step++) session.undo();
    expect(layoutOf(session).bends).toBeUndefined();
    expect(session.document.getState().canUndo).toBe(false);
  });

  it('titles: a node without one has the name of its type, notes keep every character', async () => {
    const session = await open();
    const [one = ''] = Object.keys(DEMO_DOCUMENT.nodes);
    setTitle(session, one, '  Mine ');
    expect(session.document.getState().blueprint.nodes[one]?.name).toBe('Mine');
    setTitle(session, one, '');
    expect(session.document.getState().blueprint.nodes[one]?.name).toBeUndefined();
    const note = addNote(session, { text: 'a', x: 0, y: 0, width: 200, height: 90 }) ?? '';
    setTitle(session, note, ' b\n');
    expect(layoutOf(session).notes.note_1?.text).toBe(' b\n');
  });
});
