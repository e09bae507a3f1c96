import { type Blueprint, operationSchema } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { blueprint } from './builder.js';
import { clipboardCorner, copyNodes, insertClipboard, parseClipboard } from './clipboard.js';
import { connectReplacing, deleteNodes } from './edits.js';
import { freshLayoutId, moveToGroup, setLayoutItem } from './layout-edits.js';
import { freshNodeId } from './node-ids.js';
import { applyAndInvert, applyOperations } from './operations.js';
import { parseBlueprint } from './parse-blueprint.js';
import { printBlueprint } from './print-blueprint.js';
import { testCatalog } from './testing/test-catalog.js';
import { validateBlueprint } from './validate-blueprint.js';

const box = { x: 0, y: 0, width: 400, height: 200 };
const plain = blueprint('x')
  .node('csv', 'test/reader', {}, { position: { x: 10, y: 20 } })
  .node('chart', 'test/chart', {}, { position: { x: 300, y: 20 } })
  .node('far', 'test/chart', {}, { position: { x: 900, y: 20 } })
  .connect('csv.table', 'chart.table')
  .connect('csv.table', 'far.table')
  .build();
const document = applyOperations(plain, [
  setLayoutItem('groups', 'prepare', { title: 'Prepare', color: 'blue', ...box, members: ['chart', 'csv'] }),
  setLayoutItem('notes', 'note_1', { text: '# Read me\n\nfirst', ...box }),
  setLayoutItem('looks', 'csv', { color: 'red', pinned: true }),
  setLayoutItem('bends', 'chart.table', { points: [{ x: 200, y: 90 }] }),
]);

function backAgain(before: Blueprint, operations: Parameters<typeof applyAndInvert>[1]): Blueprint {
  for (const operation of operations) expect(operationSchema.parse(operation)).toEqual(operation);
  const { blueprint: after, inverses } = applyAndInvert(before, operations);
  expect(printBlueprint(applyOperations(after, inverses))).toBe(printBlueprint(before));
  return after;
}

describe('layout items', () => {
  it('are one line each in the text', () => {
    const text = printBlueprint(document);
    for (const line of [
      '"prepare": { "title": "Prepare", "color": "blue", "x": 0, "y": 0, "width": 400, "height": 200, "members": ["chart", "csv"] }',
      '"note_1": { "text": "# Read me\\n\\nfirst", "x": 0, "y": 0, "width": 400, "height": 200 }',
      '"csv": { "color": "red", "pinned": true }',
      '"chart.table": { "points": [{ "x": 200, "y": 90 }] }',
    ]) {
      expect(text.split('\n').map((part) => part.trim())).toContain(line);
    }
    const parsed = parseBlueprint(text);
    expect(parsed.ok && parsed.blueprint).toEqual(document);
  });

  it('leave no trace when the last of them is removed', () => {
    const cleared = backAgain(document, [
      setLayoutItem('groups', 'prepare', undefined),
      setLayoutItem('notes', 'note_1', undefined),
      setLayoutItem('looks', 'csv', undefined),
      setLayoutItem('bends', 'chart.table', undefined),
      setLayoutItem('bends', 'far.table', undefined),
    ]);
    expect(cleared).toEqual(plain);
    expect(printBlueprint(cleared)).toBe(printBlueprint(plain));
  });

  it.each([
    ['a group without members', { part: 'groups', id: 'g', value: { title: 'x', ...box } }],
    ['a reserved id', { part: 'notes', id: 'constructor', value: { text: '', ...box } }],
    ['a note of no width', { part: 'notes', id: 'n', value: { text: '', ...box, width: 0 } }],
    ['a bend at nothing', { part: 'bends', id: 'no-edge', value: { points: [] } }],
    ['another part', { part: 'positions', id: 'n', value: { x: 0, y: 0 } }],
  ])('refuse %s', (_what, rest) => {
    expect(operationSchema.safeParse({ op: 'set-layout-item', ...rest }).success).toBe(false);
  });

  it('go with the nodes and edges that are deleted, and come back with them', () => {
    const after = backAgain(document, deleteNodes(document, ['csv']));
    expect(after.layout.looks).toBeUndefined();
    expect(after.layout.bends).toBeUndefined();
    expect(after.layout.groups.prepare?.members).toEqual(['chart']);
    const replaced = backAgain(document, connectReplacing(document, 'csv.rows', 'chart.table'));
    expect(replaced.layout.bends).toBeUndefined();
  });

  it('move nodes from one group to another', () => {
    const two = applyOperations(document, [
      setLayoutItem('groups', 'show', { title: 'Show', ...box, members: ['far'] }),
    ]);
    const places = new Map([
      ['chart', 'show'],
      ['far', undefined],
      ['csv', 'prepare'],
    ]);
    const after = backAgain(two, moveToGroup(two, places));
    expect(after.layout.groups.prepare?.members).toEqual(['csv']);
    expect(after.layout.groups.show?.members).toEqual(['chart']);
  });

  it('are copied with their nodes, under new ids', () => {
    const copied = copyNodes(document, { nodes: ['csv', 'chart'], groups: ['prepare'], notes: ['note_1'] });
    const clipboard = parseClipboard(JSON.stringify(copied));
    if (clipboard === undefined) throw new Error('not read');
    expect(clipboardCorner(clipboard)).toEqual({ x: 0, y: 0 });
    const inserted = insertClipboard(document, clipboard, { offset: { x: 5, y: 7 } });
    const after = backAgain(document, inserted.operations);
    expect(inserted).toMatchObject({ groups: ['group_1'], notes: ['note_2'] });
    expect(after.layout.groups.group_1).toMatchObject({ x: 5, y: 7, members: ['chart_2', 'csv_2'] });
    expect(after.layout.notes.note_2).toMatchObject({ x: 5, y: 7, text: '# Read me\n\nfirst' });
    expect(after.layout.looks?.csv_2).toEqual({ color: 'red', pinned: true });
    expect(after.layout.bends?.['chart_2.table']).toEqual({ points: [{ x: 205, y: 97 }] });
  });

  it('are reported where they name nodes that are not there, or twice', () => {
    const odd = applyOperations(document, [
      setLayoutItem('groups', 'second', { title: 'Second', ...box, members: ['csv', 'ghost'] }),
    ]);
    const codes = validateBlueprint(odd, testCatalog).map(({ code, message }) => `${code} ${message}`);
    expect(codes).toContain('group-member-missing Groups name nodes that do not exist: "ghost".');
    expect(codes.some((text) => text.startsWith('group-member-twice') && text.includes('"csv"'))).toBe(true);
    expect(freshNodeId(odd, 'core/ghost')).toBe('ghost_2');
    expect(freshLayoutId(odd, 'notes')).toBe('note_2');
  });
});
