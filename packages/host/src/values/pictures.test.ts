import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { downscale, fitWithin } from './downscale.js';
import { encodePng } from './png.js';

/** Reads back what `encodePng` writes: header fields and unfiltered rows. */
function decode(png: Buffer): { width: number; height: number; color: number; bytes: Buffer } {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const color = png[25] ?? -1;
  const length = png.readUInt32BE(33);
  expect(png.toString('latin1', 37, 41)).toBe('IDAT');
  const rows = inflateSync(png.subarray(41, 41 + length));
  const stride = rows.length / height;
  const bytes = Buffer.concat(
    Array.from({ length: height }, (_, y) => rows.subarray(y * stride + 1, (y + 1) * stride)),
  );
  return { width, height, color, bytes };
}

describe('PNG', () => {
  test('holds the pixels it was given', () => {
    const size = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(
        size,
        size,
        fc.constantFrom<1 | 4>(1, 4),
        fc.infiniteStream(fc.nat(255)),
        (w, h, channels, noise) => {
          const pixels = Uint8Array.from({ length: w * h * channels }, () => Number(noise.next().value));
          const read = decode(encodePng(pixels, w, h, channels));
          expect(read).toMatchObject({ width: w, height: h, color: channels === 4 ? 6 : 0 });
          expect(read.bytes.equals(pixels)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('reads pixels in shared memory', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(4)).fill(200);
    expect([...decode(encodePng(shared, 2, 2, 1)).bytes]).toEqual([200, 200, 200, 200]);
  });

  test('refuses a wrong number of bytes', () => {
    expect(() => encodePng(new Uint8Array(5), 2, 2, 1)).toThrow(/2 × 2 × 1 bytes expected, received 5/);
  });
});

describe('reducing a picture', () => {
  test('keeps the proportion, never enlarges, is never empty', () => {
    expect(fitWithin(4000, 3000, 400)).toEqual({ width: 400, height: 300 });
    expect(fitWithin(10, 3000, 100)).toEqual({ width: 1, height: 100 });
    expect(fitWithin(30, 20, 400)).toEqual({ width: 30, height: 20 });
  });

  test('averages boxes', () => {
    const bytes = Uint8Array.from([0, 100, 10, 30, 200, 100, 20, 40]);
    const small = downscale({ width: 4, height: 2, channels: 1, bytes }, 2);
    expect([small.width, small.height, ...small.bytes]).toEqual([2, 1, 100, 25]);
  });

  test('a picture of one colour keeps it; transparent pixels lend no colour', () => {
    const red = [255, 0, 0, 255];
    const clear = [0, 255, 0, 0];
    const bytes = Uint8Array.from([...red, ...clear, ...red, ...clear]);
    const small = downscale({ width: 2, height: 2, channels: 4, bytes }, 1);
    expect([...small.bytes]).toEqual([255, 0, 0, 128]);
  });
});
