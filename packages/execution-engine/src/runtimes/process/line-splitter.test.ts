import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.js';

function split(chunks: readonly Uint8Array[], maxLineBytes?: number): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line), maxLineBytes);
  for (const chunk of chunks) splitter.push(chunk);
  splitter.flush();
  return lines;
}

describe('line splitter', () => {
  it('finds the same lines however the text is cut', () => {
    const text = fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 7 }), (parts, step) => {
        const lines = parts.map((part) => part.replaceAll(/[\r\n\uFEFF]/g, ''));
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const chunks: Uint8Array[] = [];
        for (let start = 0; start < bytes.byteLength; start += step)
          chunks.push(bytes.subarray(start, start + step));
        expect(split(chunks)).toEqual(lines);
      }),
    );
  });

  it('drops the carriage return of a Windows line and keeps a last line without an end', () => {
    expect(split([Buffer.from('one\r\ntwo\n\nthree')])).toEqual(['one', 'two', '', 'three']);
  });

  it('cuts a 10 MB line and says how long it was', () => {
    const chunks = Array.from({ length: 160 }, () => Buffer.alloc(65_536, 'x'));
    const [line, next] = split([...chunks, Buffer.from('\nnext\n')]);
    expect(line?.length).toBeLessThan(17_000);
    expect(line).toContain('a line of 10485760 bytes');
    expect(next).toBe('next');
  });

  it('replaces what is no UTF-8', () => {
    expect(split([Buffer.from([0x61, 0xff, 0xfe, 0x62, 0x0a])])).toEqual(['a\uFFFD\uFFFDb']);
  });

  it('keeps the last form of a line that was printed over, however it is cut', () => {
    const text = Buffer.from('begin\n  1%|\r 50%|\r100%|\nend\r\nover\rwritten\r\n');
    for (let step = 1; step < text.byteLength; step++) {
      const chunks: Uint8Array[] = [];
      for (let start = 0; start < text.byteLength; start += step)
        chunks.push(text.subarray(start, start + step));
      expect(split(chunks)).toEqual(['begin', '100%|', 'end', 'written']);
    }
  });
});
