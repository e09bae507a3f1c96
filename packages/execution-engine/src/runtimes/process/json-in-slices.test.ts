import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { JsonValue } from '@atomiton/contracts';
import fc from 'fast-check';
import { Packr, unpack } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { FrameError } from './frame.js';
import { decodeJsonInSlices } from './json-decode.js';
import { encodeJsonInSlices, isLargeJson } from './json-encode.js';

const packr = new Packr({ useRecords: false });
const json = fc
  .jsonValue({ maxDepth: 6, stringUnit: 'binary' })
  .map(
    (value) =>
      JSON.parse(
        JSON.stringify(value).replaceAll(/"(__proto__|prototype|constructor)"/g, '"other"'),
      ) as JsonValue,
  );

describe('msgpack in slices', () => {
  it('writes what msgpackr reads, and reads what msgpackr writes', async () => {
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        const bytes = await encodeJsonInSlices(value);
        expect(unpack(Buffer.from(bytes))).toEqual(value);
        expect(await decodeJsonInSlices(bytes)).toEqual(value);
        expect(await decodeJsonInSlices(packr.pack(value))).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps numbers of every size', async () => {
    const numbers = [
      0,
      -0,
      1,
      -1,
      127,
      128,
      -32,
      -33,
      2 ** 31 - 1,
      -(2 ** 31),
      2 ** 31,
      2 ** 53 - 1,
      1e21,
      0.1,
      5e-324,
    ];
    const back = (await decodeJsonInSlices(await encodeJsonInSlices(numbers))) as number[];
    expect(back.every((value, index) => Object.is(value, numbers[index]))).toBe(true);
    expect(await decodeJsonInSlices(packr.pack([2n ** 60n, -(2n ** 60n)]))).toEqual([2 ** 60, -(2 ** 60)]);
  });

  it.each([
    ['a number that is not finite', packr.pack([Number.NaN])],
    ['a key that reaches the prototype', Uint8Array.from([0x81, 0xa9, ...Buffer.from('__proto__'), 0x80])],
    ['a key that is a number', Uint8Array.from([0x81, 1, 2])],
    ['bytes', packr.pack({ a: Buffer.from('x') })],
    ['a date', packr.pack(new Date())],
    ['an end in the middle', packr.pack({ a: 'text' }).subarray(0, 4)],
    ['a list longer than its bytes', Uint8Array.from([0xdd, 0xff, 0xff, 0xff, 0xff, 1])],
    ['a text longer than its bytes', Uint8Array.from([0xdb, 0xff, 0xff, 0xff, 0xff, 65])],
    ['two values', Uint8Array.from([1, 2])],
    ['nothing', new Uint8Array(0)],
    ['300 levels', new Uint8Array(300).fill(0x91)],
  ])('refuses %s', async (_name, bytes) => {
    await expect(decodeJsonInSlices(bytes)).rejects.toThrow(FrameError);
  });

  it('never throws anything but a FrameError on arbitrary bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
        const thrown: unknown = await decodeJsonInSlices(bytes).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (thrown !== undefined) expect(thrown).toBeInstanceOf(FrameError);
      }),
      { numRuns: 2000 },
    );
  });

  it('lets the event loop run many times over a large value', async () => {
    const rows = Array.from({ length: 60_000 }, (_, id) => ({
      id,
      name: `row ${id}`,
      x: id / 3,
      tags: ['a', 'b'],
    }));
    let turns = 0;
    let running = true;
    const count = () => {
      turns++;
      if (running) setImmediate(count);
    };
    setImmediate(count);
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    const bytes = await encodeJsonInSlices(rows);
    const encodeTurns = turns;
    expect(await decodeJsonInSlices(bytes)).toHaveLength(rows.length);
    running = false;
    delays.disable();
    console.log(`${bytes.length} bytes: longest turn ${(delays.max / 1e6).toFixed(1)} ms, ${turns} turns`);
    expect(encodeTurns).toBeGreaterThan(3);
    expect(turns - encodeTurns).toBeGreaterThan(3);
  });

  it('tells large from small', () => {
    expect(isLargeJson({ a: [1, 2, 'x'.repeat(100)] })).toBe(false);
    expect(isLargeJson('x'.repeat(1_000_000))).toBe(true);
    expect(isLargeJson(Array.from({ length: 5000 }, () => 0))).toBe(true);
    expect(isLargeJson(Array.from({ length: 500 }, () => ({ a: 1, b: 2, c: [1, 2, 3, 4, 5] })))).toBe(true);
  });
});
