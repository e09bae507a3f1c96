import { describe, expect, it } from 'vitest';
import { BlueprintBuilder, blueprint } from './builder.js';
import { flatten } from './flatten.js';
import { nodeHeight } from './node-height.js';
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

  it('draws groups around their members, notes above, and looks', () => {
    const document = readAndDraw('a.csv')
      .group('part', { title: 'Read and draw', members: ['csv', 'chart'], color: 'blue' })
      .note('memo', { text: '# Why' })
      .note('placed', { text: 'here', position: { x: 5, y: 6 }, width: 100, height: 80, color: 'red' })
      .look('chart', { color: 'green', collapsed: true })
      .build();
    const { groups, notes, looks } = document.layout;
    expect(groups.part).toMatchObject({ title: 'Read and draw', color: 'blue', members: ['chart', 'csv'] });
    const { x = 0, y = 0, width = 0, height = 0 } = groups.part ?? {};
    for (const place of Object.values(document.layout.positions)) {
      expect(place.x).toBeGreaterThan(x);
      expect(place.y).toBeGreaterThan(y);
      expect(place.x + 216).toBeLessThan(x + width);
      expect(place.y + 60).toBeLessThan(y + height);
    }
    expect((notes.memo?.y ?? 0) + (notes.memo?.height ?? 0)).toBeLessThan(y);
    expect(notes.placed).toEqual({ text: 'here', x: 5, y: 6, width: 100, height: 80, color: 'red' });
    expect(looks).toEqual({ chart: { color: 'green', collapsed: true } });
    expect(validateBlueprint(document, testCatalog)).toEqual([]);
  });

  it('refuses a member that is missing or taken, and a second group or note of one id', () => {
    const builder = readAndDraw('a.csv')
      .group('one', { title: '1', members: ['csv'] })
      .note('n', { text: '' });
    // @ts-expect-error "other" is not a node of this blueprint
    expect(() => builder.group('two', { title: '2', members: ['other'] })).toThrow('no node "other"');
    expect(() => builder.group('two', { title: '2', members: ['csv'] })).toThrow(
      '"csv" is in the group "one".',
    );
    expect(() => builder.group('one', { title: '2', members: [] })).toThrow('already a group "one"');
    expect(() => builder.note('n', { text: '' })).toThrow('already a note "n"');
    // @ts-expect-error "other" is not a node of this blueprint
    expect(() => builder.look('other', { pinned: true })).toThrow('no node "other"');
  });

  it('defines subgraphs, nested ones too, whose instances are ordinary nodes', () => {
    const document = blueprint('whole', { catalog: testCatalog })
      .subgraph(
        'draw',
        {
          name: 'Draw',
          description: 'Reads and draws a file.',
          color: 'cyan',
          inputs: { path: { type: 'file' } },
          outputs: { chart: { type: 'json' } },
        },
        (inner) =>
          inner
            .subgraph('limit', { name: 'Limit', outputs: { value: { type: 'number' } } }, (deep) =>
              deep.node('ten', 'test/number', { value: 10 }).connect('ten.value', 'output.value'),
            )
            .node('csv', 'test/reader')
            .node('most', 'subgraph/limit')
            .node('chart', 'test/chart')
            .connect('input.path', 'csv.path')
            .connect('csv.table', 'chart.table')
            .connect('most.value', 'chart.limit')
            .connect('chart.chart', 'output.chart')
            .note('inside', { text: 'inside' })
            .place('output', { x: 2000, y: 5 }),
      )
      .node('one', 'subgraph/draw', { path: 'a.csv' })
      .node('two', 'subgraph/draw', { path: 'b.csv' })
      .build();
    expect(validateBlueprint(document, testCatalog)).toEqual([]);
    const draw = document.subgraphs?.draw;
    expect(Object.keys(draw?.nodes ?? {})).toEqual(['csv', 'most', 'chart']);
    expect(draw).toMatchObject({ name: 'Draw', color: 'cyan', inputs: { path: { type: 'file' } } });
    expect(draw?.layout.notes.inside?.text).toBe('inside');
    const { input, csv, output } = draw?.layout.positions ?? {};
    expect(input?.x).toBeLessThan(csv?.x ?? 0);
    expect(output).toEqual({ x: 2000, y: 5 });
    const { blueprint: flat } = flatten(document);
    expect(Object.keys(flat.nodes).sort()).toEqual([
      'one__chart',
      'one__csv',
      'one__most__ten',
      'two__chart',
      'two__csv',
      'two__most__ten',
    ]);
    expect(flat.nodes.two__csv?.parameters).toEqual({ path: 'b.csv' });
  });

  it('refuses a port that the interface does not have, and a second subgraph of one id', () => {
    const builder = blueprint('x').subgraph('s', { name: 'S' }, (inner) => inner);
    expect(() => builder.subgraph('s', { name: 'S' }, (inner) => inner)).toThrow('already a subgraph "s"');
    expect(() =>
      builder.subgraph('t', { name: 'T' }, (inner) => inner.node('a', 'core/x').connect('input.no', 'a.in')),
    ).toThrow('The interface of "t" has no "input.no".');
    expect(() =>
      builder.subgraph('u', { name: 'U', inputs: { in: { type: 'any' } } }, (inner) =>
        inner.node('a', 'core/x').connect('input.in', 'a.in').connect('a.out', 'output.no'),
      ),
    ).toThrow('The interface of "u" has no "output.no".');
  });

  it('takes the subgraphs of what it includes along', () => {
    const part = blueprint('part')
      .subgraph('s', { name: 'S' }, (inner) => inner.node('a', 'core/x'))
      .node('one', 'subgraph/s');
    const document = blueprint('whole')
      .include(part, { prefix: 'left' })
      .include(part.build(), { prefix: 'right' })
      .build();
    expect(Object.keys(document.subgraphs ?? {})).toEqual(['s']);
    expect(document.nodes.right_one?.type).toBe('subgraph/s');
    const other = blueprint('other').subgraph('s', { name: 'Another' }, (inner) => inner);
    expect(() => blueprint('w').include(part, { prefix: 'a' }).include(other, { prefix: 'b' })).toThrow(
      'There is another subgraph "s".',
    );
  });

  it('places nodes so that none overlaps, whatever their height', () => {
    const tall = new Map(testCatalog);
    const chart = testCatalog.get('test/chart');
    if (chart !== undefined) tall.set('test/chart', { ...chart, display: 'chart' });
    const document = blueprint('x', { catalog: tall })
      .node('a', 'test/chart')
      .node('b', 'test/chart')
      .node('c', 'test/number')
      .build();
    const { a, b, c } = document.layout.positions;
    const height = nodeHeight(tall.get('test/chart'));
    expect(height).toBeGreaterThan(200);
    expect((b?.y ?? 0) - (a?.y ?? 0)).toBeGreaterThan(height);
    expect((c?.y ?? 0) - (b?.y ?? 0)).toBeGreaterThan(height);
  });
});
