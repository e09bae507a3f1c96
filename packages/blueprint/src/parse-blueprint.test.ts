import type { Diagnostic } from '@atomiton/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blueprint } from './builder.js';
import { parseBlueprint } from './parse-blueprint.js';
import { printBlueprint } from './print-blueprint.js';

const MEGABYTE = 1024 * 1024;

function refused(text: string): Diagnostic[] {
  const result = parseBlueprint(text);
  expect(result.ok).toBe(false);
  return result.diagnostics;
}

function withNodes(nodes: string, edges = '{}'): string {
  return `{"formatVersion":1,"id":"x","name":"x","nodes":${nodes},"edges":${edges}}`;
}

/** Each malformed file with its diagnostics, written by hand. */
const MALFORMED: [string, string, Diagnostic[]][] = [
  [
    'an empty file',
    ' \n',
    [
      {
        severity: 'error',
        code: 'empty-file',
        message: 'The file is empty; a blueprint is a JSON object.',
        hint: 'Choose another file.',
      },
    ],
  ],
  [
    'a list',
    '[1]',
    [
      {
        severity: 'error',
        code: 'bad-shape',
        message: 'A blueprint is a JSON object; received a list.',
        hint: 'Choose another file.',
      },
    ],
  ],
  [
    'a missing formatVersion',
    '{"nodes":{}}',
    [
      {
        severity: 'error',
        code: 'format-version',
        message: 'The file has no formatVersion; this is how a blueprint of version 1 begins.',
        hint: 'Choose a blueprint file, or add "formatVersion" if it was written by hand.',
      },
    ],
  ],
  [
    'a formatVersion that is text',
    '{"formatVersion":"1"}',
    [
      {
        severity: 'error',
        code: 'format-version',
        message: 'formatVersion must be a whole number from 0 to 1; received "1".',
        hint: 'Repair the number in the file.',
      },
    ],
  ],
  [
    'a negative formatVersion',
    '{"formatVersion":-1}',
    [
      {
        severity: 'error',
        code: 'format-version',
        message: 'formatVersion must be a whole number from 0 to 1; received -1.',
        hint: 'Repair the number in the file.',
      },
    ],
  ],
  [
    'a newer formatVersion',
    '{"formatVersion":12}',
    [
      {
        severity: 'error',
        code: 'format-version',
        message: 'The file has format version 12; this program reads up to version 1.',
        hint: 'Open it with a newer Atomiton.',
      },
    ],
  ],
  [
    'a prototype key',
    withNodes('{"a":{"type":"core/x","typeVersion":1,"parameters":{"__proto__":{"polluted":true}}}}'),
    [
      {
        severity: 'error',
        code: 'reserved-key',
        node: 'a',
        message: 'nodes.a.parameters.__proto__: the key "__proto__" is not allowed.',
        hint: 'Rename or remove the key.',
      },
    ],
  ],
  [
    'prototype keys that are spelled with escapes, as node ids and inside lists',
    withNodes('{"\\u005f_proto__":{},"constructor":{}}').replace('"x",', '"x","extra":[0,{"prototype":1}],'),
    [
      {
        severity: 'error',
        code: 'reserved-key',
        message: 'extra[1].prototype: the key "prototype" is not allowed.',
        hint: 'Rename or remove the key.',
      },
      {
        severity: 'error',
        code: 'reserved-key',
        node: '__proto__',
        message: 'nodes.__proto__: the key "__proto__" is not allowed.',
        hint: 'Rename or remove the key.',
      },
      {
        severity: 'error',
        code: 'reserved-key',
        node: 'constructor',
        message: 'nodes.constructor: the key "constructor" is not allowed.',
        hint: 'Rename or remove the key.',
      },
    ],
  ],
  [
    'a key given twice',
    withNodes('{}', '{"b.in":{"from":"a.out"},"b.in":{"from":"c.out"}}'),
    [
      {
        severity: 'error',
        code: 'duplicate-key',
        message: 'edges.b.in: the key "b.in" is there twice.',
        hint: 'Remove one of the two.',
      },
    ],
  ],
  [
    'a number beyond the range',
    withNodes('{"a":{"type":"core/x","typeVersion":1,"parameters":{"v":[1,1e999]}}}'),
    [
      {
        severity: 'error',
        code: 'number-out-of-range',
        node: 'a',
        message: 'nodes.a.parameters.v[1]: 1e999 is beyond the range of numbers (±1.8e308).',
        hint: 'Write a smaller number, or text.',
      },
    ],
  ],
  [
    'wrong ids',
    withNodes('{"class":{},"Big":{}}', '{"nodot":{"from":"a.b"}}'),
    [
      {
        severity: 'error',
        code: 'bad-shape',
        node: 'class',
        message: 'nodes: "class" is a reserved word.',
        hint: 'Rename it.',
      },
      {
        severity: 'error',
        code: 'bad-shape',
        node: 'Big',
        message:
          'nodes: "Big" is not a name here (a letter from a to z, then letters, digits and _, at most 64).',
        hint: 'Rename it.',
      },
      {
        severity: 'error',
        code: 'bad-shape',
        message: 'edges: "nodot" is not the target of an edge (node.input or node.input.0).',
        hint: 'Rename it.',
      },
    ],
  ],
  [
    'wrong shapes, one diagnostic each',
    withNodes('{"a":{"type":"core/x","typeVersion":"1","mode":"off"},"b":7}'),
    [
      {
        severity: 'error',
        code: 'bad-shape',
        node: 'a',
        message: 'nodes.a.typeVersion: expected number; received "1".',
        hint: 'Repair the file.',
      },
      {
        severity: 'error',
        code: 'bad-shape',
        node: 'a',
        message: 'nodes.a.mode: expected one of "active"|"muted"|"bypassed"; received "off".',
        hint: 'Repair the file.',
      },
      {
        severity: 'error',
        code: 'bad-shape',
        node: 'b',
        message: 'nodes.b: expected object; received 7.',
        hint: 'Repair the file.',
      },
    ],
  ],
];

describe('parseBlueprint', () => {
  it.each(MALFORMED)('refuses %s', (_name, text, diagnostics) => {
    expect(refused(text)).toEqual(diagnostics);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('says where text is not JSON', () => {
    const [diagnostic] = refused('{"formatVersion": 1,}');
    expect(diagnostic?.code).toBe('bad-json');
    expect(diagnostic?.message).toBe('The file is not JSON from line 1, column 21 on.');
  });

  it('refuses 50 MB of nodes by their size, without reading them', () => {
    const node = '"n":{"type":"core/x","typeVersion":1,"parameters":{}},'.padEnd(1024, ' ');
    const text = withNodes(`{${node.repeat(50 * 1024)}}`);
    expect(refused(text)).toEqual([
      {
        severity: 'error',
        code: 'too-large',
        message: 'The file has 50.0 MB; a blueprint may have at most 16 MB.',
        hint: 'Split the blueprint, or keep data in files that its nodes read.',
      },
    ]);
  });

  it('measures the size in bytes, not in characters', () => {
    expect(refused(`"${'é'.repeat(9 * MEGABYTE)}"`)[0]?.code).toBe('too-large');
    expect(refused(`"${'e'.repeat(9 * MEGABYTE)}"`)[0]?.code).toBe('bad-shape');
  });

  it('refuses a million brackets by their depth', () => {
    const text = `{"formatVersion":1,"deep":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`;
    expect(refused(text)[0]?.code).toBe('too-deep');
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => typeof parseBlueprint(text).ok === 'boolean'),
    );
    fc.assert(fc.property(fc.json(), (text) => typeof parseBlueprint(text).ok === 'boolean'));
    const good = printBlueprint(
      blueprint('x')
        .node('a', 'core/x', { p: [1, 'a"b'] })
        .node('b', 'core/x')
        .connect('a.out', 'b.in')
        .build(),
    );
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(9), fc.string({ maxLength: 3 }), (at, cut, put) => {
        const broken = good.slice(0, at) + put + good.slice(at + cut);
        expect(typeof parseBlueprint(broken).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  }, 30_000);

  it('completes what a hand-written file may leave out, and takes a byte order mark', () => {
    const result = parseBlueprint(`\uFEFF${withNodes('{"a":{"type":"core/x","typeVersion":1}}')}`);
    expect(result).toEqual({
      ok: true,
      diagnostics: [],
      blueprint: {
        formatVersion: 1,
        id: 'x',
        name: 'x',
        nodes: { a: { type: 'core/x', typeVersion: 1, parameters: {}, mode: 'active' } },
        edges: {},
        layout: { positions: {}, groups: {}, notes: {} },
      },
    });
  });
});

describe('migration', () => {
  it('brings a file of version 0 to version 1 and says so', () => {
    const old = `{"formatVersion":0,"name":"Old","author":"me","nodes":[
      {"id":"csv","type":"core/csv-reader","params":{"path":"a.csv"},"x":10,"y":20,"color":"red"},
      {"id":"chart","type":"core/chart","version":2}],
      "edges":[{"from":"csv.table","to":"chart.table","note":"n"}]}`;
    expect(parseBlueprint(old)).toEqual({
      ok: true,
      blueprint: {
        formatVersion: 1,
        id: 'from-version-0-Old',
        name: 'Old',
        author: 'me',
        nodes: {
          csv: {
            type: 'core/csv-reader',
            typeVersion: 1,
            parameters: { path: 'a.csv' },
            mode: 'active',
            color: 'red',
          },
          chart: { type: 'core/chart', typeVersion: 2, parameters: {}, mode: 'active' },
        },
        edges: { 'chart.table': { from: 'csv.table', note: 'n' } },
        layout: { positions: { csv: { x: 10, y: 20 } }, groups: {}, notes: {} },
      },
      diagnostics: [
        {
          severity: 'info',
          code: 'migrated',
          message: 'The file had format version 0 and was brought to version 1.',
          hint: 'Save it to keep the new form.',
        },
      ],
    });
  });

  it.each([
    ['"nodes":{}', 'nodes must be a list in version 0.'],
    ['"nodes":[{"type":"core/x"}]', 'nodes[0] has no id.'],
    ['"nodes":[{"id":"a"},{"id":"a"}]', 'nodes[1] has the id "a" a second time.'],
    ['"nodes":[{"id":"__proto__"}]', 'nodes[0] has the id "__proto__", which is not allowed.'],
    [
      '"edges":[{"to":"a.in","from":"b.x"},{"to":"a.in","from":"c.x"}]',
      'edges[1] is a second edge into "a.in".',
    ],
    ['"edges":[{"to":"__proto__","from":"b.x"}]', 'edges[0] ends at "__proto__", which is not allowed.'],
  ])('refuses version 0 with %s', (part, message) => {
    expect(refused(`{"formatVersion":0,${part}}`).map((diagnostic) => diagnostic.message)).toEqual([message]);
  });
});
