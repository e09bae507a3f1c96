import type { Blueprint, Diagnostic } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { blueprint } from './builder.js';
import { testCatalog } from './testing/test-catalog.js';
import { validateBlueprint } from './validate-blueprint.js';

function start() {
  return blueprint('x', { catalog: testCatalog })
    .node('csv', 'test/reader', { path: 'a.csv' })
    .node('chart', 'test/chart')
    .node('merge', 'test/merge', {}, { mode: 'muted' })
    .node('number', 'test/number');
}

/** Adds an edge that the builder would refuse. */
function withEdge(document: Blueprint, to: string, from: string): Blueprint {
  return { ...document, edges: { ...document.edges, [to]: { from } } };
}

const good = start().connect('csv.table', 'chart.table').build();

/** Each problem alone in an otherwise good blueprint; the diagnostics are written by hand. */
const PROBLEMS: [string, Blueprint, Diagnostic[]][] = [
  ['nothing wrong', good, []],
  [
    'an unknown type',
    start().connect('csv.table', 'chart.table').node('odd', 'pack/gone', { any: 1 }).build(),
    [
      {
        severity: 'error',
        code: 'unknown-type',
        node: 'odd',
        message: 'There is no node type "pack/gone".',
        hint: 'Install the pack that has it, or replace the node; its data is kept.',
      },
    ],
  ],
  [
    'a newer type version',
    start()
      .connect('csv.table', 'chart.table')
      .node('newer', 'test/reader', { path: 'a' }, { typeVersion: 3 })
      .build(),
    [
      {
        severity: 'error',
        code: 'newer-type-version',
        node: 'newer',
        message: 'The node was made with version 3 of "test/reader"; version 2 is installed.',
        hint: 'Install the newer version of its pack.',
      },
    ],
  ],
  [
    'an edge from a missing node',
    withEdge(good, 'chart.title', 'gone.text'),
    [
      {
        severity: 'error',
        code: 'dangling-edge',
        node: 'chart',
        port: 'title',
        message: 'The edge comes from the node "gone", which does not exist.',
        hint: 'Remove the edge, or connect it anew.',
      },
    ],
  ],
  [
    'an edge to a missing node',
    withEdge(good, 'gone.table', 'csv.table'),
    [
      {
        severity: 'error',
        code: 'dangling-edge',
        node: 'gone',
        port: 'table',
        message: 'The edge from "csv.table" ends at the node "gone", which does not exist.',
        hint: 'Remove the edge, or connect it anew.',
      },
    ],
  ],
  [
    'an edge from a missing output',
    withEdge(good, 'chart.title', 'csv.text'),
    [
      {
        severity: 'error',
        code: 'dangling-edge',
        node: 'chart',
        port: 'title',
        message: '"csv" (reader) has no output "text"; its outputs: "table", "rows".',
        hint: 'Remove the edge, or connect it anew.',
      },
    ],
  ],
  [
    'an edge to a missing input, also one with an inherited name',
    withEdge(good, 'chart.toString', 'csv.table'),
    [
      {
        severity: 'error',
        code: 'dangling-edge',
        node: 'chart',
        port: 'toString',
        message:
          '"chart" has no input "toString"; its inputs and parameters: "table", "title", "scale", "limit".',
        hint: 'Remove the edge, or connect it anew.',
      },
    ],
  ],
  [
    'a wrong port type',
    start().connect('number.value', 'chart.table').build(),
    [
      {
        severity: 'error',
        code: 'port-type-mismatch',
        node: 'chart',
        port: 'table',
        message: 'The input "table" takes table; "number.value" gives number.',
        hint: 'Connect an output that gives table, or put a converting node between.',
      },
    ],
  ],
  [
    'a wrong type into a parameter',
    withEdge(good, 'chart.limit', 'csv.table'),
    [
      {
        severity: 'error',
        code: 'port-type-mismatch',
        node: 'chart',
        port: 'limit',
        message: 'The input "limit" takes number; "csv.table" gives table.',
        hint: 'Connect an output that gives number, or put a converting node between.',
      },
    ],
  ],
  [
    'a missing required input',
    start().build(),
    [
      {
        severity: 'error',
        code: 'missing-input',
        node: 'chart',
        port: 'table',
        message: 'The input Table needs a table; nothing is connected.',
        hint: 'Connect an output that gives a table.',
      },
    ],
  ],
  [
    'parameters that are missing, out of bounds or unknown',
    blueprint('x', { catalog: testCatalog })
      .node('csv', 'test/reader', { seperator: ';' })
      .node('chart', 'test/chart', { limit: -5 })
      .connect('csv.table', 'chart.table')
      .build(),
    [
      {
        severity: 'error',
        code: 'bad-parameter',
        node: 'chart',
        port: 'limit',
        message: 'Limit must be at least 1; received -5.',
        hint: 'Set Limit or connect it.',
      },
      {
        severity: 'error',
        code: 'bad-parameter',
        node: 'csv',
        port: 'path',
        message: 'File is required; received "".',
        hint: 'Set File or connect it.',
      },
      {
        severity: 'warning',
        code: 'unknown-parameter',
        node: 'csv',
        port: 'seperator',
        message: '"reader" has no parameter "seperator"; its parameters: "path", "header".',
        hint: 'It is kept in the file and has no effect.',
      },
    ],
  ],
  [
    'an edge into a parameter that takes none',
    withEdge(good, 'csv.header', 'number.value'),
    [
      {
        severity: 'error',
        code: 'not-connectable',
        node: 'csv',
        port: 'header',
        message: 'The parameter Header cannot be fed by an edge; received one from "number.value".',
        hint: 'Remove the edge and set the parameter.',
      },
    ],
  ],
  [
    'an item number on an input that takes one edge',
    start().connect('csv.table', 'chart.table.0').build(),
    [
      {
        severity: 'error',
        code: 'list-index',
        node: 'chart',
        port: 'table',
        message: 'The input "table" takes one edge; received item number 0.',
        hint: 'Write its target as "chart.table".',
      },
    ],
  ],
  [
    'a list input without an item number; a warning, for the node is muted',
    withEdge(good, 'merge.items', 'number.value'),
    [
      {
        severity: 'warning',
        code: 'list-index',
        node: 'merge',
        port: 'items',
        message: 'The input "items" takes a list of edges; received one without a number.',
        hint: 'Write its target as "merge.items.0".',
      },
    ],
  ],
  [
    'a muted source of a required input',
    blueprint('x', { catalog: testCatalog })
      .node('csv', 'test/reader', { path: 'a' }, { mode: 'muted' })
      .node('chart', 'test/chart')
      .connect('csv.table', 'chart.table')
      .build(),
    [
      {
        severity: 'warning',
        code: 'muted-source',
        node: 'chart',
        port: 'table',
        message: 'The input Table needs a table, but "csv" is muted: this node will be blocked.',
        hint: 'Unmute "csv", or connect another output.',
      },
    ],
  ],
  [
    'a cycle',
    blueprint('x', { catalog: testCatalog })
      .node('a', 'test/merge')
      .node('b', 'test/merge')
      .connect('a.sum', 'b.items.0')
      .connect('b.sum', 'a.items.7')
      .build(),
    [
      {
        severity: 'error',
        code: 'cycle',
        node: 'a',
        message: 'The nodes feed each other in a cycle: a → b → a.',
        hint: 'Remove one of these edges, or give one a delay.',
      },
    ],
  ],
];

describe('validateBlueprint', () => {
  it.each(PROBLEMS)('%s', (_name, document, diagnostics) => {
    expect(validateBlueprint(document, testCatalog)).toEqual(diagnostics);
  });

  it('lets an edge stand for a required parameter, and a default for a required input', () => {
    const document = blueprint('x', { catalog: testCatalog })
      .node('csv', 'test/reader')
      .node('chart', 'test/chart')
      .node('text', 'pack/text')
      .connect('csv.table', 'chart.table')
      .connect('text.path', 'csv.path')
      .build();
    expect(validateBlueprint(document, testCatalog).map((found) => found.code)).toEqual(['unknown-type']);
  });

  it('gives one diagnostic per problem where there are several', () => {
    const document = withEdge(withEdge(start().build(), 'chart.title', 'gone.a'), 'gone.b', 'away.c');
    const found = validateBlueprint(document, testCatalog).map(({ code, node, port }) => [code, node, port]);
    expect(found).toEqual([
      ['missing-input', 'chart', 'table'],
      ['dangling-edge', 'chart', 'title'],
      ['dangling-edge', 'gone', 'b'],
      ['dangling-edge', 'gone', 'b'],
    ]);
  });
});
