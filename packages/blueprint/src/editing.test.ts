import { nodeIdSchema } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { blueprint } from './builder.js';
import { copyNodes, insertClipboard, parseClipboard } from './clipboard.js';
import { connectReplacing, deleteNodes } from './edits.js';
import { createIdAllocator, freshNodeId } from './node-ids.js';
import { applyAndInvert, applyOperations } from './operations.js';
import { completeParameters } from './parameters.js';
import { printBlueprint } from './print-blueprint.js';
import { testCatalog } from './testing/test-catalog.js';

const document = blueprint('x', { catalog: testCatalog })
  .node('csv', 'test/reader', { path: 'a' }, { position: { x: 10, y: 20 } })
  .node('chart', 'test/chart')
  .node('chart_2', 'test/chart')
  .connect('csv.table', 'chart.table')
  .connect('csv.table', 'chart_2.table')
  .connect('csv.rows', 'chart.limit')
  .build();

describe('deleteNodes', () => {
  it('takes the edges at the nodes first, each once, and comes back whole', () => {
    const operations = deleteNodes(document, ['chart', 'csv', 'nope']);
    expect(operations).toEqual([
      { op: 'disconnect', to: 'chart.limit' },
      { op: 'disconnect', to: 'chart.table' },
      { op: 'disconnect', to: 'chart_2.table' },
      { op: 'remove-node', id: 'chart' },
      { op: 'remove-node', id: 'csv' },
    ]);
    const { blueprint: after, inverses } = applyAndInvert(document, operations);
    expect(Object.keys(after.nodes)).toEqual(['chart_2']);
    expect(printBlueprint(applyOperations(after, inverses))).toBe(printBlueprint(document));
  });
});

describe('connectReplacing', () => {
  it('takes the present edge away first, and does nothing for the same edge', () => {
    expect(connectReplacing(document, 'csv.rows', 'chart.table')).toEqual([
      { op: 'disconnect', to: 'chart.table' },
      { op: 'connect', to: 'chart.table', edge: { from: 'csv.rows' } },
    ]);
    expect(connectReplacing(document, 'csv.table', 'chart.table')).toEqual([]);
  });
});

describe('the clipboard', () => {
  it('pastes nodes with the edges among them, as text and with fresh ids', () => {
    const text = JSON.stringify(copyNodes(document, { nodes: ['csv', 'chart'] }));
    const clipboard = parseClipboard(text);
    if (clipboard === undefined) throw new Error('not read');
    const { operations, ids } = insertClipboard(document, clipboard, { offset: { x: 5, y: 6 } });
    expect([...ids]).toEqual([
      ['chart', 'chart_3'],
      ['csv', 'csv_2'],
    ]);
    const after = applyOperations(document, operations);
    expect(after.edges['chart_3.table']).toEqual({ from: 'csv_2.table' });
    expect(after.edges['chart_3.limit']).toEqual({ from: 'csv_2.rows' });
    expect(after.layout.positions.csv_2).toEqual({ x: 15, y: 26 });
    expect(after.nodes.csv_2).toEqual(document.nodes.csv);
  });

  it('keeps edges from outside only when asked, and only where their source is there', () => {
    const clipboard = copyNodes(document, { nodes: ['chart_2'] });
    expect(insertClipboard(document, clipboard).operations.map(({ op }) => op)).toEqual(['add-node']);
    expect(insertClipboard(document, clipboard, { keepInbound: true }).operations[1]).toEqual({
      op: 'connect',
      to: 'chart_3.table',
      edge: { from: 'csv.table' },
    });
    const empty = blueprint('y').build();
    expect(insertClipboard(empty, clipboard, { keepInbound: true }).operations.length).toBe(1);
  });

  it.each([
    'hello',
    '{"atomitonClipboard":2}',
    '{"atomitonClipboard":1,"nodes":{"__proto__":1}}',
    '{atomitonClipboard',
  ])('is not confused by %s', (text) => {
    expect(parseClipboard(text)).toBeUndefined();
  });
});

describe('node ids', () => {
  it('come from the type and never collide with nodes, edges or layout', () => {
    expect(freshNodeId(document, 'core/large-csv-processor')).toBe('large_csv_processor');
    expect(freshNodeId(document, 'core/chart')).toBe('chart_3');
    const dangling = { ...document, edges: { ...document.edges, 'ghost.in': { from: 'spirit.out' } } };
    expect(freshNodeId(dangling, 'core/ghost')).toBe('ghost_2');
    expect(freshNodeId(dangling, 'core/spirit')).toBe('spirit_2');
  });

  it('avoid reserved words and stay valid', () => {
    expect(freshNodeId(document, 'core/switch')).toBe('switch_node');
    expect(nodeIdSchema.safeParse(freshNodeId(document, `core/${'long-'.repeat(30)}x`)).success).toBe(true);
  });

  it('given out in a row are all different', () => {
    const allocate = createIdAllocator(document);
    expect([allocate('core/chart'), allocate('core/chart'), allocate('csv')]).toEqual([
      'chart_3',
      'chart_4',
      'csv_2',
    ]);
  });
});

describe('completeParameters', () => {
  it('gives exactly the declared parameters, defaults filled in', () => {
    const reader = testCatalog.get('test/reader');
    if (reader === undefined) throw new Error('no definition');
    expect(completeParameters(reader, { header: false, stray: 1 })).toEqual({ path: '', header: false });
  });
});
