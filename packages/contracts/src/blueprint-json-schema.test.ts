import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { blueprintJsonSchema } from './blueprint-json-schema.js';

it('blueprint.schema.json is current; else run `pnpm --filter @atomiton/contracts schema`', () => {
  const file: unknown = JSON.parse(
    readFileSync(new URL('../blueprint.schema.json', import.meta.url), 'utf8'),
  );
  expect(file).toEqual(JSON.parse(JSON.stringify(blueprintJsonSchema())));
});

it('says what the file may hold: required keys, ids, port types', () => {
  expect(blueprintJsonSchema()).toMatchObject({
    required: ['formatVersion', 'id', 'name', 'nodes', 'edges'],
    properties: {
      nodes: {
        propertyNames: {
          pattern: '^[a-z][a-z0-9_]{0,63}$',
          not: { enum: expect.arrayContaining(['class']) },
        },
      },
      inputs: {
        additionalProperties: { properties: { type: { pattern: expect.stringContaining('tensor') } } },
      },
    },
  });
});
