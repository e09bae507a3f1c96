import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blueprintSchema } from './blueprint.js';
import { nodeDefinitionSchema } from './node-definition.js';
import { operationSchema } from './operation.js';
import {
  nodeIdSchema,
  parseSourceRef,
  parseTargetRef,
  sourceRefSchema,
  targetRefSchema,
} from './references.js';

describe('node ids', () => {
  it.each(['a', 'csv_reader_2', 'x9', `a${'b'.repeat(63)}`])('takes %s', (id) => {
    expect(nodeIdSchema.safeParse(id).success).toBe(true);
  });

  it.each([
    '',
    'A',
    '9a',
    '_a',
    'a-b',
    'a.b',
    'ä',
    'a b',
    'class',
    'lambda',
    'topic',
    'constructor',
    '__proto__',
    `a${'b'.repeat(64)}`,
  ])('refuses %s', (id) => {
    expect(nodeIdSchema.safeParse(id).success).toBe(false);
  });
});

describe('references', () => {
  const id = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
  const port = fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,8}$/);

  it('are taken apart as they were put together', () => {
    fc.assert(
      fc.property(id, port, fc.option(fc.nat(999_999), { nil: undefined }), (node, name, index) => {
        const target = index === undefined ? `${node}.${name}` : `${node}.${name}.${index}`;
        expect(targetRefSchema.safeParse(target).success).toBe(true);
        expect(parseTargetRef(target)).toEqual({ node, port: name, index });
        expect(sourceRefSchema.safeParse(`${node}.${name}`).success).toBe(true);
        expect(parseSourceRef(`${node}.${name}`)).toEqual({ node, port: name });
      }),
    );
  });

  it.each(['a', 'a.', '.b', 'a.b.', 'a.b.01', 'a.b.-1', 'a.b.c', 'a.b.1.2', 'a.B', 'a.b.1000000'])(
    'refuses %s',
    (ref) => {
      expect(targetRefSchema.safeParse(ref).success).toBe(false);
    },
  );
});

describe('unknown keys', () => {
  it('stay in the document, at every level', () => {
    const document = {
      formatVersion: 1,
      id: 'x',
      name: 'x',
      extra: 1,
      nodes: { a: { type: 'p/t', typeVersion: 1, parameters: {}, mode: 'active', extra: [2] } },
      edges: { 'a.b': { from: 'c.d', extra: 3 } },
      layout: { positions: { a: { x: 0, y: 0, extra: 4 } }, groups: {}, notes: {}, extra: 5 },
    };
    expect(blueprintSchema.parse(document)).toEqual(document);
  });

  it('are refused in operations and definitions, where a misspelled key would be lost', () => {
    expect(operationSchema.safeParse({ op: 'remove-node', id: 'a', extra: 1 }).success).toBe(false);
    const definition = {
      type: 'p/t',
      version: 1,
      name: 'T',
      category: 'C',
      description: '',
      inputs: [],
      outputs: [],
      parameters: [],
      runtime: { language: 'rust' },
      purity: 'pure',
    };
    expect(nodeDefinitionSchema.safeParse(definition).success).toBe(true);
    expect(nodeDefinitionSchema.safeParse({ ...definition, chep: true }).success).toBe(false);
  });
});
