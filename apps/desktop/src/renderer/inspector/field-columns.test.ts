import { blueprint } from '@atomiton/blueprint';
import { defineNode } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import type { Outputs } from '../stores/run-state';
import { type ColumnSources, columnsAt } from './field-columns';

const base = {
  version: 1,
  category: 'Test',
  description: '',
  purity: 'pure',
  runtime: { language: 'typescript' },
} as const;
const reader = defineNode({
  ...base,
  type: 'core/reader',
  name: 'Reader',
  inputs: [],
  outputs: [{ name: 'table', type: 'table', columnsFrom: 'path' }],
  parameters: [
    { name: 'path', label: 'File', type: 'file', default: '' },
    { name: 'delimiter', label: 'Delimiter', type: 'string', default: 'auto' },
  ],
});
const passes = defineNode({
  ...base,
  type: 'core/passes',
  name: 'Passes',
  inputs: [{ name: 'table', type: 'table' }],
  outputs: [{ name: 'table', type: 'table', columnsFrom: 'table' }],
  parameters: [],
});
const groups = defineNode({ ...passes, type: 'core/groups', outputs: [{ name: 'table', type: 'table' }] });

const DOCUMENT = blueprint('columns')
  .node('read', 'core/reader', { path: 'sales.csv', delimiter: ';' })
  .node('passed', 'core/passes')
  .node('group', 'core/groups')
  .node('last', 'core/passes')
  .connect('read.table', 'passed.table')
  .connect('passed.table', 'group.table')
  .connect('group.table', 'last.table')
  .build();

const TABLE = (name: string): Outputs => ({
  table: {
    kind: 'table',
    identity: '0'.repeat(64),
    sizeBytes: 1,
    rows: 1,
    columns: [{ name, type: 'Utf8' }],
  },
});

function sources(outputs: Record<string, Outputs> = {}): ColumnSources & { read: unknown[] } {
  const read: unknown[] = [];
  return {
    blueprint: DOCUMENT,
    catalog: new Map([reader, passes, groups].map((definition) => [definition.type, definition])),
    outputs: (node) => outputs[node],
    readHeader: async (path, options) => {
      read.push([path, options]);
      return [{ name: 'from file', type: '' }];
    },
    read,
  };
}

describe('columnsAt', () => {
  it('takes those of the last result', async () => {
    expect(await columnsAt(sources({ passed: TABLE('price') }), 'group', 'table')).toEqual([
      { name: 'price', type: 'Utf8' },
    ]);
  });

  it('follows nodes that pass columns on back to the file, and reads it as its reader would', async () => {
    const from = sources();
    expect(await columnsAt(from, 'group', 'table')).toEqual([{ name: 'from file', type: '' }]);
    expect(from.read).toEqual([['sales.csv', { delimiter: ';', header: 'auto' }]]);
    expect(await columnsAt(from, 'read', 'path')).toEqual([{ name: 'from file', type: '' }]);
  });

  it('knows nothing behind a node that makes other columns, until it has run', async () => {
    expect(await columnsAt(sources(), 'last', 'table')).toBeUndefined();
    expect(await columnsAt(sources({ group: TABLE('mean') }), 'last', 'table')).toEqual([
      { name: 'mean', type: 'Utf8' },
    ]);
  });
});
