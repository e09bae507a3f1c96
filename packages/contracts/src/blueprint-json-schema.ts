import { z } from 'zod';
import { blueprintSchema, FORMAT_VERSION } from './blueprint.js';
import { BASE_PORT_TYPES, portTypeSchema } from './port-type.js';
import { nodeIdSchema, RESERVED_IDS } from './references.js';

/**
 * JSON Schema (2020-12) of a blueprint file as written by hand: what has a default may be left out. Kept in
 * `blueprint.schema.json` for editors and other tools; `pnpm --filter @atomiton/contracts schema` writes it.
 */
export function blueprintJsonSchema(): object {
  const schema = z.toJSONSchema(blueprintSchema, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === nodeIdSchema) jsonSchema.not = { enum: [...RESERVED_IDS] };
      if (zodSchema === portTypeSchema._zod.def.in) {
        jsonSchema.pattern = `^(${BASE_PORT_TYPES.join('|')}|list<.+>)$`;
      }
    },
  });
  return { title: `Atomiton blueprint, format version ${FORMAT_VERSION}`, ...schema };
}
