import { describe, expect, it } from 'vitest';
import type { JsonValue } from './json.js';
import { type ParameterSpec, parameterSpecSchema } from './node-definition.js';
import { parameterProblem, parameterSchema } from './parameter-schema.js';

function spec(part: Partial<ParameterSpec>): ParameterSpec {
  return parameterSpecSchema.parse({ name: 'keep', label: 'Keep', type: 'number', default: 5, ...part });
}

const choices = [
  { value: 'a', label: 'A' },
  { value: 7, label: 'Seven' },
];

describe('parameterProblem', () => {
  it.each<[string, Partial<ParameterSpec>, JsonValue | undefined, string | undefined]>([
    ['a number', {}, 1.5, undefined],
    ['its default', {}, undefined, undefined],
    ['text for a number', {}, '5', 'Keep must be a number; received "5".'],
    ['a fraction for an integer', { type: 'integer' }, 1.5, 'Keep must be a whole number; received 1.5.'],
    ['too small', { min: 1 }, -5, 'Keep must be at least 1; received -5.'],
    ['too large, with its unit', { max: 10, unit: 'rows' }, 11, 'Keep must be at most 10 rows; received 11.'],
    ['at its limits', { min: 1, max: 1 }, 1, undefined],
    ['a number for text', { type: 'string', default: '' }, 5, 'Keep must be text; received 5.'],
    [
      'too long',
      { type: 'string', max: 2 },
      'abc',
      'Keep must be at most 2 characters long; received "abc".',
    ],
    ['too short', { type: 'string', min: 2 }, 'a', 'Keep must be at least 2 characters long; received "a".'],
    [
      'too many items',
      { type: 'list<string>', max: 1 },
      ['a', 'b'],
      'Keep must be at most 1 item long; received ["a","b"].',
    ],
    ['a wrong item', { type: 'list<string>' }, ['a', 1], 'Keep must be a list of texts; received ["a",1].'],
    [
      'missing and required',
      { type: 'file', default: '', required: true },
      undefined,
      'Keep is required; received "".',
    ],
    [
      'an empty list and required',
      { type: 'list<string>', required: true },
      [],
      'Keep is required; received [].',
    ],
    ['empty text, not required, though shorter than the least', { type: 'string', min: 3 }, '', undefined],
    ['null, not required', {}, null, undefined],
    ['one of the choices', { type: 'json', choices }, 7, undefined],
    ['none of the choices', { type: 'json', choices }, 'b', 'Keep must be one of "a", 7; received "b".'],
    ['matching its pattern', { type: 'string', pattern: '^\\p{Lu}' }, 'Ä', undefined],
    ['not matching', { type: 'string', pattern: '^a$' }, 'b', 'Keep must match ^a$; received "b".'],
    [
      'not what its pattern stands for',
      { type: 'string', pattern: '^[A-Z]{2}$', expects: 'two capital letters' },
      'b',
      'Keep must be two capital letters; received "b".',
    ],
    ['a colour', { type: 'string', widget: 'color' }, '#1a62D0', undefined],
    ['a short colour', { type: 'string', widget: 'color' }, '#1ad', undefined],
    [
      'no colour',
      { type: 'string', widget: 'color' },
      'blue-ish',
      'Keep must be a colour such as #1a62d0; received "blue-ish".',
    ],
    ['true for a boolean', { type: 'boolean' }, true, undefined],
    ['1 for a boolean', { type: 'boolean' }, 1, 'Keep must be true or false; received 1.'],
    ['any json', { type: 'json' }, { a: [null, 'x'] }, undefined],
    ['long text, shortened', {}, 'x'.repeat(200), `Keep must be a number; received "${'x'.repeat(76)}….`],
  ])('%s', (_name, part, value, expected) => {
    expect(parameterProblem(spec(part), value)).toBe(expected);
    const { error } = parameterSchema(spec(part)).safeParse(value);
    expect(error?.issues[0]?.message).toBe(expected);
  });
});
