import { describe, expect, it } from 'vitest';
import { BlueprintBuilder, blueprint } from './builder.js';
import { testCatalog } from './testing/test-catalog.js';
import { validateBlueprint } from './validate-blueprint.js';

/** A part with a parameter: an ordinary function. */
function readAndDraw(path: string) {
  return blueprint('part', { catalog: testCatalog })
    .node('csv', 'test/reader', { path })
    .node('chart', 'test/chart')
    .connect('csv.table', 'chart.table');
}

describe('blueprint()', () => {
  it('builds a valid document, laid out from left to right', () => {
    const document = readAndDraw('a.csv').build();
    expect(validateBlueprint(document, testCatalog)).toEqual([]);
    expect(document.id).toBe('part');
    expect(document.nodes.csv?.typeVersion).toBe(2);
    expect(document.layout.positions).toEqual({ csv: { x: 0, y: 0 }, chart: { x: 280, y: 0 } });
  });

  it('puts a node one column right of its furthest source, and rows below each other', () => {
    const chain = blueprint('x')
      .node('a', 'core/x')
      .node('b', 'core/x')
      .node('c', 'core/x')
      .node('d', 'core/x');
    const document = chain
      .connect('a.out', 'b.in')
      .connect('b.out', 'c.in')
      .connect('a.out', 'c.other')
      .build();
    expect(document.layout.positions).toEqual({
      a: { x: 0, y: 0 },
      b: { x: 280, y: 0 },
      c: { x: 560, y: 0 },
      d: { x: 0, y: 160 },
    });
  });

  it('composes parts under prefixes, and connects into them', () => {
    const document = blueprint('whole', { catalog: testCatalog })
      .include(readAndDraw('a.csv'), { prefix: 'left' })
      .include(readAndDraw('b.csv').build(), { prefix: 'right' })
      .node('limit', 'test/number', { value: 5 })
      .connect('limit.value', 'left_chart.limit')
      .build();
    expect(Object.keys(document.nodes)).toEqual([
      'left_csv',
      'left_chart',
      'right_csv',
      'right_chart',
      'limit',
    ]);
    expect(document.edges).toEqual({
      'left_chart.table': { from: 'left_csv.table' },
      'right_chart.table': { from: 'right_csv.table' },
      'left_chart.limit': { from: 'limit.value' },
    });
    expect(document.nodes.right_csv?.parameters).toEqual({ path: 'b.csv' });
    expect(validateBlueprint(document, testCatalog)).toEqual([]);
  });

  it('does not compile, and does not run, with a node that was not added', () => {
    const builder = blueprint('x').node('a', 'core/x');
    // @ts-expect-error "b" is not a node of this blueprint
    expect(() => builder.connect('a.out', 'b.in')).toThrow('There is no node "b".');
  });

  it('refuses a second node of one id, a second edge into one input, and a wrong id', () => {
    const builder = blueprint('x').node('a', 'core/x').node('b', 'core/x').connect('a.out', 'b.in');
    expect(() => builder.node('a', 'core/y')).toThrow('There is already a node "a".');
    expect(() => builder.connect('a.other', 'b.in')).toThrow('"b.in" is already fed by "a.out".');
    expect(() => blueprint('x').node('Wrong', 'core/x').build()).toThrow('nodes.Wrong');
    expect(builder).toBeInstanceOf(BlueprintBuilder);
  });
});
