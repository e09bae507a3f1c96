import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlueprintBuilder, blueprint } from './builder.js';
import { checkConnection, connectionChecker } from './check-connection.js';
import { connectReplacing } from './edits.js';
import { applyOperations } from './operations.js';
import { testCatalog } from './testing/test-catalog.js';
import { validateBlueprint } from './validate-blueprint.js';

const document = blueprint('x', { catalog: testCatalog })
  .node('csv', 'test/reader', { path: 'a' })
  .node('chart', 'test/chart')
  .node('a', 'test/merge')
  .node('b', 'test/merge')
  .node('c', 'test/merge')
  .node('odd', 'pack/gone')
  .connect('csv.table', 'chart.table')
  .connect('csv.rows', 'a.items.0')
  .connect('a.sum', 'b.items.2')
  .connect('b.sum', 'c.items.0')
  .build();

describe('checkConnection', () => {
  it.each([
    ['csv.rows', 'chart.limit', { ok: true, to: 'chart.limit' }],
    ['csv.rows', 'b.items', { ok: true, to: 'b.items.3' }],
    ['csv.rows', 'b.items.2', { ok: true, to: 'b.items.2', replaces: 'a.sum' }],
    ['csv.rows', 'chart.table', { ok: false, reason: '"table" takes table; "rows" gives integer.' }],
    ['a.sum', 'a.items', { ok: false, reason: 'A node cannot feed itself.' }],
    ['c.sum', 'a.items', { ok: false, reason: 'This would make a cycle: c → a → b → c.' }],
    [
      'csv.nope',
      'a.items',
      { ok: false, reason: 'reader has no output "nope"; its outputs: "table", "rows".' },
    ],
    ['csv.rows', 'a.nope', { ok: false, reason: 'merge has no input "nope"; its inputs: "items".' }],
    ['a.sum', 'csv.header', { ok: false, reason: 'Header cannot be connected.' }],
    ['a.sum', 'chart.limit.0', { ok: false, reason: '"limit" takes one edge, not a list.' }],
    ['gone.x', 'a.items', { ok: false, reason: 'There is no node "gone".' }],
    ['a.sum', 'gone.x', { ok: false, reason: 'There is no node "gone".' }],
    [
      'a.sum',
      'odd.x',
      {
        ok: false,
        reason:
          'The type "pack/gone" is not installed: only ports that have an edge already can be connected.',
      },
    ],
    [
      'odd.x',
      'a.items',
      {
        ok: false,
        reason:
          'The type "pack/gone" is not installed: only ports that have an edge already can be connected.',
      },
    ],
    ['a', 'a.items', { ok: false, reason: '"a" is not an output.' }],
    ['a.sum', 'b', { ok: false, reason: '"b" is not an input.' }],
  ])('from %s to %s', (from, to, expected) => {
    expect(checkConnection(document, testCatalog, from, to)).toEqual(expected);
  });

  it('connects the ports of foreign nodes that edges name, of whatever type, and never in a cycle', () => {
    const around = {
      ...document,
      edges: {
        ...document.edges,
        'odd.in': { from: 'csv.table' },
        'odd.list.4': { from: 'csv.rows' },
        'a.items.7': { from: 'odd.out' },
      },
    };
    const check = (from: string, to: string) => checkConnection(around, testCatalog, from, to);
    expect(check('csv.rows', 'odd.in')).toEqual({ ok: true, to: 'odd.in', replaces: 'csv.table' });
    expect(check('csv.rows', 'odd.list')).toEqual({ ok: true, to: 'odd.list.5' });
    expect(check('odd.out', 'chart.table')).toEqual({ ok: true, to: 'chart.table', replaces: 'csv.table' });
    expect(check('odd.other', 'chart.table')).toMatchObject({ ok: false });
    expect(check('csv.rows', 'odd.other')).toMatchObject({ ok: false });
    expect(check('a.sum', 'odd.in')).toEqual({
      ok: false,
      reason: 'This would make a cycle: a → odd → a.',
    });
  });

  it('lets a connection close a loop that runs through a delay', () => {
    const loop = blueprint('x', { catalog: testCatalog })
      .node('a', 'test/merge')
      .node('b', 'test/merge')
      .connect('a.sum', 'b.items.0', { delay: { initial: 0 } })
      .build();
    expect(checkConnection(loop, testCatalog, 'b.sum', 'a.items')).toEqual({ ok: true, to: 'a.items.0' });
  });

  it('comes to an end in a document that already has a cycle', () => {
    const cyclic = blueprint('x', { catalog: testCatalog })
      .node('a', 'test/merge')
      .node('b', 'test/merge')
      .node('c', 'test/merge')
      .connect('a.sum', 'b.items.0')
      .connect('b.sum', 'a.items.0')
      .connect('c.sum', 'a.items.1')
      .build();
    expect(checkConnection(cyclic, testCatalog, 'a.sum', 'c.items')).toEqual({
      ok: false,
      reason: 'This would make a cycle: a → c → a.',
    });
  });

  it('allows exactly the edges after which there is no cycle', () => {
    const ids = Array.from({ length: 8 }, (_, index) => `n${index}`);
    const pair = fc.tuple(fc.nat(7), fc.nat(7));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 14 }), (pairs) => {
        let builder: BlueprintBuilder<string> = blueprint('x', { catalog: testCatalog });
        for (const id of ids) builder = builder.node(id, 'test/merge');
        let state = builder.build();
        for (const [one, other] of pairs) {
          const check = connectionChecker(state, testCatalog, `n${one}.sum`)(`n${other}.items`);
          const to = check.ok ? check.to : `n${other}.items.999`;
          const next = applyOperations(state, connectReplacing(state, `n${one}.sum`, to));
          const cyclic = validateBlueprint(next, testCatalog).some((found) => found.code === 'cycle');
          expect(check.ok).toBe(!cyclic);
          if (check.ok) state = next;
        }
      }),
    );
  });
});
