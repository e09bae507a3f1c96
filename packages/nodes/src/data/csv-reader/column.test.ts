import { makeVector } from 'apache-arrow';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ColumnBuilder, narrowest } from './column.js';

function cells(type: 'int64' | 'double', texts: readonly string[]): unknown[] {
  const column = new ColumnBuilder('c', type);
  for (const text of texts) {
    const bytes = Buffer.from(text);
    expect(column.push(bytes, 0, bytes.length)).toBeUndefined();
  }
  return [...makeVector(column.finish())];
}

it('reads every 64-bit integer exactly', () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { minLength: 1 }),
      (values) => {
        expect(cells('int64', values.map(String))).toEqual(values);
      },
    ),
  );
  const edges = [0, -1, 2 ** 32, -(2 ** 32), 2 ** 31, -(2 ** 31), 999_999_999_999_999, -4_294_967_297];
  expect(cells('int64', edges.map(String))).toEqual(edges.map(BigInt));
});

it('reads every double as JavaScript does', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), (values) => {
      const finite = values.filter(Number.isFinite);
      expect(cells('double', finite.map(String))).toEqual(finite.map((value) => Number(String(value))));
    }),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 99_999_999 }),
      fc.integer({ min: 0, max: 999_999 }),
      (whole, decimals) => {
        expect(cells('double', [`-${whole}.${decimals}`])).toEqual([Number(`-${whole}.${decimals}`)]);
      },
    ),
  );
});

it.each([
  ['007', 'utf8'],
  ['1.', 'double'],
  ['.5', 'double'],
  ['-', 'utf8'],
  ['1e3', 'double'],
  ['9223372036854775808', 'int64'],
  ['TRUE', 'bool'],
  ['1_000', 'utf8'],
  ['0x10', 'utf8'],
  ['NaN', 'double'],
])('sees %s as %s', (text, type) => {
  expect(narrowest(text)).toBe(type);
});

it('asks for a wider type instead of losing a value', () => {
  const push = (type: 'int64' | 'double' | 'bool', text: string) =>
    new ColumnBuilder('c', type).push(Buffer.from(text), 0, Buffer.byteLength(text));
  expect(push('int64', '1.5')).toEqual({ to: 'double' });
  expect(push('int64', '9223372036854775808')).toEqual({ to: 'double' });
  expect(push('int64', '007')).toEqual({ to: 'utf8' });
  expect(push('double', 'x')).toEqual({ to: 'utf8' });
  expect(push('double', '00.5')).toEqual({ to: 'utf8' });
  expect(push('bool', '1')).toEqual({ to: 'utf8' });
});
