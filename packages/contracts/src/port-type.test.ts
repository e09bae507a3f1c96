import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accepts,
  BASE_PORT_TYPES,
  isPortType,
  listElement,
  type PortType,
  portTypeSchema,
} from './port-type.js';

const base = fc.constantFrom<PortType>(...BASE_PORT_TYPES);
const depth = fc.nat(3);
const listed = (type: PortType, levels: number): PortType =>
  levels === 0 ? type : listed(`list<${type}>`, levels - 1);
const anyType = fc.tuple(base, depth).map(([type, levels]) => listed(type, levels));
const definite = anyType.filter((type) => !type.includes('any'));

describe('accepts', () => {
  it('every type fits itself, and any fits both ways', () => {
    fc.assert(
      fc.property(anyType, (type) => {
        expect([accepts(type, type), accepts(type, 'any'), accepts('any', type)]).toEqual([true, true, true]);
      }),
    );
  });

  it('without any it is an order: transitive, and both ways only for one and the same type', () => {
    fc.assert(
      fc.property(definite, definite, definite, (a, b, c) => {
        if (accepts(a, b) && accepts(b, c)) expect(accepts(a, c)).toBe(true);
        if (accepts(a, b) && accepts(b, a)) expect(a).toBe(b);
      }),
      { numRuns: 2000 },
    );
  });

  it('lists compare by element', () => {
    fc.assert(
      fc.property(anyType, anyType, (a, b) => {
        expect(accepts(`list<${a}>`, `list<${b}>`)).toBe(accepts(a, b));
      }),
    );
  });

  it.each<[PortType, PortType, boolean]>([
    ['integer', 'number', true],
    ['number', 'integer', false],
    ['string', 'json', true],
    ['boolean', 'json', true],
    ['json', 'string', false],
    ['list<integer>', 'list<number>', true],
    ['list<number>', 'list<integer>', false],
    ['list<list<string>>', 'json', true],
    ['list<table>', 'json', false],
    ['list<any>', 'list<table>', true],
    ['table', 'json', false],
    ['file', 'string', false],
    ['table', 'tensor', false],
    ['number', 'list<number>', false],
    ['list<number>', 'number', false],
    ['bytes', 'image', false],
  ])('%s into %s: %s', (from, to, fits) => {
    expect(accepts(from, to)).toBe(fits);
  });
});

describe('port types as text', () => {
  it('are recognised and taken apart', () => {
    fc.assert(fc.property(anyType, (type) => isPortType(type) && portTypeSchema.parse(type) === type));
    expect([listElement('list<list<table>>'), listElement('table')]).toEqual(['list<table>', undefined]);
  });

  it.each([
    '',
    'Table',
    'list',
    'list<>',
    'list<table',
    'table>',
    'list<tables>',
    `${'list<'.repeat(50_000)}any`,
  ])('refuses %.20s', (text) => {
    expect(isPortType(text)).toBe(false);
  });
});
