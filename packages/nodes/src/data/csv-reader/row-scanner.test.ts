import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowScanner } from './row-scanner.js';

/** Scans `text` as if its bytes had come in two pieces. */
function scan(text: string, cut: number): string[][] {
  const all = Buffer.from(text);
  const scanner = new RowScanner(',');
  const rows: string[][] = [];
  const take = (bytes: Buffer, isLast: boolean): Buffer => {
    let at = 0;
    for (;;) {
      const end = scanner.next(bytes, at, bytes.length, isLast);
      if (end < 0) return bytes.subarray(~end);
      rows.push(
        Array.from({ length: scanner.fields }, (_, i) =>
          bytes.toString('utf8', scanner.starts[i], scanner.ends[i]),
        ),
      );
      at = end;
    }
  };
  const rest = take(Buffer.from(all.subarray(0, cut)), false);
  take(Buffer.concat([rest, all.subarray(cut)]), true);
  return rows;
}

it('finds the same rows wherever the bytes are cut', () => {
  const cell = fc.stringMatching(/^[ab",\r\n]{0,5}$/);
  const ending = fc.constantFrom('\n', '\r\n', '\r');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 4 }),
      ending,
      fc.nat(),
      (cells, newline, cut) => {
        const text = cells
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
          .join(newline);
        expect(scan(text, cut % (Buffer.byteLength(text) + 1))).toEqual(cells);
      },
    ),
    { numRuns: 2000 },
  );
});

it('passes over blank lines and keeps empty fields', () => {
  expect(scan('a,\n\r\n\n,b', 3)).toEqual([
    ['a', ''],
    ['', 'b'],
  ]);
});

it('takes a quote inside an unquoted field as it is', () => {
  expect(scan('5" pipe,x\n', 2)).toEqual([['5" pipe', 'x']]);
});

it('finds the rows that csv-parse finds in any text that csv-parse accepts', () => {
  const soup = fc.string({
    unit: fc.constantFrom('a', '1', ' ', 'é', '"', '""', ',', '\n', '\r\n'),
    maxLength: 20,
  });
  let compared = 0;
  fc.assert(
    fc.property(soup, fc.nat(), (text, cut) => {
      let expected: string[][];
      try {
        expected = parse(text, {
          record_delimiter: ['\r\n', '\n', '\r'],
          relax_column_count: true,
          skip_empty_lines: true,
        });
      } catch {
        return;
      }
      compared++;
      expect(scan(text, cut % (Buffer.byteLength(text) + 1))).toEqual(expected);
    }),
    { numRuns: 5000 },
  );
  expect(compared).toBeGreaterThan(500);
});
