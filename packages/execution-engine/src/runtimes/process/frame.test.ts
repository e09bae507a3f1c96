import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameDecoder, FrameEncoder, FrameError } from './frame.js';

function joined(parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(parts);
}

/** Cuts bytes at the given fractions of their length. */
function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = cuts.map((at) => Math.floor(at * bytes.byteLength)).sort((a, b) => a - b);
  return [0, ...places].map((start, index) => bytes.subarray(start, places[index] ?? bytes.byteLength));
}

describe('frames', () => {
  it('come out as they went in, however the stream is cut', () => {
    const frames = fc.array(fc.tuple(fc.jsonValue({ maxDepth: 3 }), fc.uint8Array({ maxLength: 40_000 })), {
      maxLength: 12,
    });
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(frames, cuts, (sent, places) => {
        const encoder = new FrameEncoder();
        const decoder = new FrameDecoder();
        const stream = joined(sent.flatMap(([value, body]) => encoder.encode({ t: 'x', value }, [body])));
        const received: unknown[] = [];
        for (const chunk of cut(stream, places)) {
          decoder.push(chunk);
          for (let frame = decoder.next(); frame !== undefined; frame = decoder.next()) {
            received.push([JSON.stringify(frame.head), Buffer.from(frame.body).toString('hex')]);
          }
        }
        expect(received).toEqual(
          sent.map(([value, body]) => [
            JSON.stringify(JSON.parse(JSON.stringify({ t: 'x', value: renamed(value) }))),
            Buffer.from(body).toString('hex'),
          ]),
        );
        expect(decoder.bufferedBytes).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('decodes byte by byte', () => {
    const decoder = new FrameDecoder();
    const stream = joined(new FrameEncoder().encode({ t: 'call', c: 7 }, [new Uint8Array([1, 2, 3])]));
    const received: unknown[] = [];
    for (const byte of stream) {
      decoder.push(new Uint8Array([byte]));
      const frame = decoder.next();
      if (frame !== undefined) received.push(frame);
    }
    expect(received).toEqual([{ head: { t: 'call', c: 7 }, body: Uint8Array.of(1, 2, 3) }]);
  });

  it('passes large bodies on without copying them', () => {
    const body = new Uint8Array(100_000);
    const parts = new FrameEncoder().encode({ t: 'call' }, [body]);
    expect(parts).toHaveLength(2);
    expect(parts[1]).toBe(body);
  });

  it('joins a frame of many chunks in linear time', () => {
    const body = new Uint8Array(32 * 1024 * 1024);
    const stream = joined(new FrameEncoder().encode({ t: 'emit' }, [body]));
    const decoder = new FrameDecoder();
    let copied = 0;
    const subarray = stream.subarray.bind(stream);
    for (let start = 0; start < stream.byteLength; start += 4096) {
      const chunk = subarray(start, start + 4096);
      copied += chunk.byteLength;
      decoder.push(chunk);
      const frame = decoder.next();
      if (start + 4096 < stream.byteLength) expect(frame).toBeUndefined();
      else expect(frame?.body.byteLength).toBe(body.byteLength);
    }
    expect(copied).toBe(stream.byteLength);
  });

  it.each([
    ['no head', [4, 0]],
    ['a head longer than the frame', [10, 20]],
    ['a total below its own length field', [3, 0]],
    ['4 GB', [0xffff_ffff, 10]],
    ['a head of 200 MB', [250_000_000, 200_000_000]],
  ])('refuses %s before anything of it has arrived', (_name, [total, head]) => {
    const prefix = Buffer.alloc(8);
    prefix.writeUInt32LE(total as number, 0);
    prefix.writeUInt32LE(head as number, 4);
    const decoder = new FrameDecoder();
    decoder.push(prefix);
    expect(() => decoder.next()).toThrow(FrameError);
  });

  it('refuses a head that is no msgpack', () => {
    const decoder = new FrameDecoder();
    decoder.push(Buffer.from([6, 0, 0, 0, 2, 0, 0, 0, 0xdc, 0xff]));
    expect(() => decoder.next()).toThrow(FrameError);
  });

  it('never throws anything but a FrameError on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 400 }), (bytes) => {
        const decoder = new FrameDecoder();
        decoder.push(bytes);
        try {
          while (decoder.next() !== undefined);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(FrameError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses to send more than the limits allow, with both numbers', () => {
    const encoder = new FrameEncoder({ maxFrameBytes: 1000, maxHeadBytes: 100 });
    expect(() => encoder.encode({ t: 'call' }, [new Uint8Array(2000)])).toThrow(/2000 bytes.*1000/);
    expect(() => encoder.encode({ t: 'x'.repeat(200) })).toThrow(FrameError);
  });
});

/** `__proto__` keys never reach an object: the decoder renames them. */
function renamed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('"__proto__":', '"__proto_":'));
}
