import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImageFormat, NodeRuntime, SharedPayload, Value } from '@atomiton/contracts';
import { defineNode, payloadOf } from '@atomiton/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashIdentity } from '../../stores/identity.js';
import { createValueStore, type PooledValueStore } from '../../stores/value-store.js';
import { startCall } from '../contract-suite/observed-call.js';
import { GREY, GREY_ALPHA, PALETTE, png, RGB, RGBA } from './testing/png.js';
import { createWasmRuntime } from './wasm-runtime.js';

const workerUrl = new URL('../../../dist/runtimes/wasm/wasm-worker.js', import.meta.url);
const moduleUrl = new URL('../../../../wasm-nodes/dist/atomiton_image_nodes.wasm', import.meta.url).href;
const missing = !existsSync(fileURLToPath(moduleUrl));

/** The ports of the built-in definitions, as far as the runtime looks at them. */
const ports = { version: 1, name: 'image', category: 'Images', description: '', purity: 'pure' as const };
const load = defineNode({
  ...ports,
  type: 'core/image-load',
  inputs: [],
  outputs: [{ name: 'image', type: 'image' }],
  parameters: [{ name: 'path', label: 'File', type: 'file', default: '' }],
  runtime: { language: 'wasm' },
});
const blur = defineNode({
  ...ports,
  type: 'core/gaussian-blur',
  inputs: [{ name: 'image', type: 'image' }],
  outputs: [{ name: 'image', type: 'image' }],
  parameters: [{ name: 'sigma', label: 'Sigma', type: 'number', default: 4 }],
  runtime: { language: 'wasm' },
});

/** 16 × 8 pixels, red rising to the right by 16, green downwards by 32, blue 128; encoded elsewhere at quality 95. */
const JPEG = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wCEAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsI',
    'CQoKCgoKBggLDAsKDAkKCgoBAgICAgICBQMDBQoHBgcKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoK',
    'CgoKCgoKCgoKCv/AABEIAAgAEAMBEQACEQEDEQH/xAGiAAABBQEBAQEBAQAAAAAAAAAAAQIDBAUGBwgJCgsQAAIBAwMCBAMF',
    'BQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElK',
    'U1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV',
    '1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+gEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoLEQACAQIEBAMEBwUEBAABAncA',
    'AQIDEQQFITEGEkFRB2FxEyIygQgUQpGhscEJIzNS8BVictEKFiQ04SXxFxgZGiYnKCkqNTY3ODk6Q0RFRkdISUpTVFVWV1hZ',
    'WmNkZWZnaGlqc3R1dnd4eXqCg4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2dri',
    '4+Tl5ufo6ery8/T19vf4+fr/2gAMAwEAAhEDEQA/APA/hR/wSp/1QHhv0/5ZV+jZz4w7/vPxPwrw28evg/e/ifTPwo/4JU/6',
    'v/im/T/llX5RnHjDv+8/E/0A8NvHr4P3v4n/2Q==',
  ].join(''),
  'base64',
);

const title = missing ? 'image nodes: not run, the WebAssembly modules are not built' : 'image nodes';
describe.skipIf(missing)(title, { timeout: 30_000 }, () => {
  let store: PooledValueStore;
  let runtime: NodeRuntime;
  let folder: string;
  beforeAll(async () => {
    store = createValueStore();
    const modules = new Map([load.type, blur.type].map((type) => [type, moduleUrl]));
    runtime = createWasmRuntime({ store, modules, workerUrl, threads: 1 });
    folder = await mkdtemp(path.join(tmpdir(), 'image-nodes-'));
  });
  afterAll(async () => {
    await runtime.dispose();
    await store.dispose();
    await rm(folder, { recursive: true });
  });

  const run = async (definition: typeof load, parameters: Record<string, string | number>, image?: Value) => {
    const session = await runtime.open({ node: 'n1', definition, parameters });
    const seen = await startCall(session, image === undefined ? {} : { image }).finished;
    await session.close();
    return seen;
  };
  const loadBytes = async (bytes: Uint8Array, name = 'a.png') => {
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    return { file, ...(await run(load, { path: file })) };
  };
  const pixelsOf = (value: Value | undefined): number[] => {
    if (value?.kind !== 'image') throw new Error('an image expected');
    const { payload } = value;
    if (payload.at === 'inline') return [...payload.bytes];
    const { buffer, byteOffset, byteLength } = payload as SharedPayload;
    return [...new Uint8Array(buffer, byteOffset, byteLength)];
  };
  const loaded = async (bytes: Uint8Array) => {
    const { error, outputs } = await loadBytes(bytes);
    expect(error).toBeUndefined();
    const image = outputs[0]?.image;
    return { ...image, identity: image?.identity, pixels: pixelsOf(image) };
  };

  it.skipIf(process.platform === 'win32')(
    'does not wait for a pipe, and names a circle of links',
    async () => {
      const pipe = path.join(folder, 'pipe.png');
      execFileSync('mkfifo', [pipe]);
      const waited = await run(load, { path: pipe });
      expect(waited.error).toMatchObject({
        kind: 'validation',
        code: 'not-a-file',
        port: 'path',
        node: 'n1',
      });
      expect(waited.error?.message).toContain('is a pipe, socket or device');
      expect(waited.error?.hint).toBe('Choose an ordinary file.');
      const [one, other] = [path.join(folder, 'one.png'), path.join(folder, 'other.png')];
      await symlink(one, other);
      await symlink(other, one);
      const looped = await run(load, { path: one });
      expect(looped.error).toMatchObject({ kind: 'validation', code: 'link-loop', port: 'path' });
      expect(looped.error?.hint).toContain('leads back to itself');
    },
  );

  it('loads every kind of PNG as rgba', async () => {
    const size = { width: 2, height: 1 };
    const rgba = Uint8Array.from([1, 2, 3, 4, 255, 128, 0, 255]);
    const first = await loaded(png({ ...size, bits: 8, color: RGBA, samples: rgba }));
    expect(first).toMatchObject({ kind: 'image', width: 2, height: 1, format: 'rgba8', pixels: [...rgba] });
    expect(first.identity).toBe(hashIdentity('image:rgba8:2x1', rgba));
    const rgb = Uint8Array.from([9, 8, 7, 6, 5, 4]);
    expect((await loaded(png({ ...size, bits: 8, color: RGB, samples: rgb }))).pixels).toEqual([
      9, 8, 7, 255, 6, 5, 4, 255,
    ]);
    const grey = Uint8Array.from([7, 200]);
    expect((await loaded(png({ ...size, bits: 8, color: GREY, samples: grey }))).pixels).toEqual([
      7, 7, 7, 255, 200, 200, 200, 255,
    ]);
    const greyAlpha = Uint8Array.from([7, 1, 200, 2]);
    expect((await loaded(png({ ...size, bits: 8, color: GREY_ALPHA, samples: greyAlpha }))).pixels).toEqual([
      7, 7, 7, 1, 200, 200, 200, 2,
    ]);
    const palette = Uint8Array.from([10, 20, 30, 40, 50, 60]);
    const indices = Uint8Array.from([1, 0]);
    expect(
      (await loaded(png({ ...size, bits: 8, color: PALETTE, samples: indices, palette }))).pixels,
    ).toEqual([40, 50, 60, 255, 10, 20, 30, 255]);
    const deep = Uint8Array.from([0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xff, 0xff, 0, 0, 0x80, 0]);
    expect((await loaded(png({ ...size, bits: 16, color: RGB, samples: deep }))).pixels).toEqual([
      0x12, 0x56, 0x9a, 255, 255, 0, 0x80, 255,
    ]);
  });

  it('loads a JPEG, upright', async () => {
    const close = (pixels: number[], width: number, at: (x: number, y: number) => [number, number]) => {
      for (let index = 0; index < pixels.length / 4; index++) {
        const [x, y] = at(index % width, Math.floor(index / width));
        const expected = [x * 16, y * 32, 128, 255];
        for (let channel = 0; channel < 4; channel++) {
          const difference = Math.abs(
            (pixels[index * 4 + channel] as number) - (expected[channel] as number),
          );
          expect(difference).toBeLessThan(16);
        }
      }
    };
    const plain = await loaded(JPEG);
    expect(plain).toMatchObject({ width: 16, height: 8 });
    close(plain.pixels, 16, (x, y) => [x, y]);
    // Orientation 6: stored turned a quarter to the left, so the viewer turns it to the right.
    const tiff = Buffer.from('49492a0008000000010012010300010000000600000000000000', 'hex');
    const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
    const app1 = Buffer.concat([Buffer.from([0xff, 0xe1, 0, body.length + 2]), body]);
    const turned = await loaded(Buffer.concat([JPEG.subarray(0, 2), app1, JPEG.subarray(2)]));
    expect(turned).toMatchObject({ width: 8, height: 16 });
    close(turned.pixels, 8, (x, y) => [y, 7 - x]);
  });

  it.each([
    ['a text', Buffer.from('name,age\nAda,36\n'), 'unknown-image-format', '6e 61 6d 65 2c 61 67 65'],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1'), 'unknown-image-format', 'a GIF image'],
    ['nothing', Buffer.alloc(0), 'empty-file', '0 bytes'],
    [
      'junk',
      Buffer.from([0, 255, 1, 254, 2, 253, 3, 252, 4]),
      'unknown-image-format',
      '00 ff 01 fe 02 fd 03 fc',
    ],
    [
      'a cut PNG',
      png({ width: 300, height: 300, bits: 8, color: RGB, samples: noise(270_000) }).subarray(0, 5000),
      'broken-image',
      'PNG',
    ],
    ['a cut JPEG', JPEG.subarray(0, 100), 'broken-image', 'JPEG'],
    [
      'a bomb',
      png({ width: 60_000, height: 60_000, bits: 8, color: GREY, samples: new Uint8Array(0) }),
      'image-too-large',
      '60000 × 60000',
    ],
  ])('refuses %s by name', async (_, bytes, code, text) => {
    const { error, file } = await loadBytes(bytes, 'wrong.png');
    expect(error).toMatchObject({ code, node: 'n1', port: 'path' });
    expect(error?.message).toContain(text);
    expect(error?.message).toContain(file);
    expect(error?.message).not.toContain('\n');
    expect(error?.hint).toBeTruthy();
  });

  const imageOf = (width: number, height: number, format: ImageFormat, bytes: Uint8Array): Value => {
    const payload = store.allocate(bytes.byteLength);
    new Uint8Array(payload.buffer).set(bytes);
    return {
      kind: 'image',
      width,
      height,
      format,
      payload,
      identity: hashIdentity(`image:${format}:${width}x${height}`, bytes),
    };
  };

  it.each([
    [7, 5, 'rgba8', 0.5],
    [31, 17, 'rgba8', 2],
    [1, 1, 'rgba8', 30],
    [3, 40, 'rgba8', 12.5],
    [33, 9, 'gray8', 3],
    [5, 1, 'gray8', 100],
  ] as const)('blurs %i × %i %s by %d px as the definition says', async (width, height, format, sigma) => {
    const channels = format === 'rgba8' ? 4 : 1;
    const bytes = noise(width * height * channels);
    const image = imageOf(width, height, format, bytes);
    const { error, outputs } = await run(blur, { sigma }, image);
    expect(error).toBeUndefined();
    expect(outputs[0]?.image).toMatchObject({ width, height, format });
    const expected = naiveBlur(bytes, width, height, channels, sigma);
    const worst = pixelsOf(outputs[0]?.image).reduce((most, value, index) => {
      // Colour of a nearly transparent pixel is a quotient of two tiny numbers.
      const alpha = channels === 4 ? (expected[index - (index % 4) + 3] as number) : 255;
      return alpha < 8 ? most : Math.max(most, Math.abs(value - (expected[index] as number)));
    }, 0);
    expect(worst).toBeLessThanOrEqual(1);
    store.release(image);
  });

  it('leaves the image as it is with sigma 0, without a copy', async () => {
    const image = imageOf(200, 200, 'rgba8', noise(160_000));
    const { outputs } = await run(blur, { sigma: 0 }, image);
    const value = outputs[0]?.image as Value;
    expect(value.identity).toBe(image.identity);
    expect(payloadOf(value)).toMatchObject({ buffer: (payloadOf(image) as SharedPayload).buffer });
    store.release(value);
    store.release(image);
  });

  it('reports progress and refuses what it cannot blur', async () => {
    const image = imageOf(300, 300, 'rgba8', noise(360_000));
    const { progress, outputs } = await run(blur, { sigma: 2 }, image);
    expect(progress.filter(({ fraction }) => fraction > 0.01 && fraction < 0.99).length).toBeGreaterThan(10);
    expect(progress.every(({ fraction }, index) => fraction >= (progress[index - 1]?.fraction ?? 0))).toBe(
      true,
    );
    store.release(outputs[0]?.image as Value);
    expect((await run(blur, { sigma: 101 }, image)).error).toMatchObject({
      kind: 'validation',
      port: 'sigma',
    });
    store.release(image);
    const bytes: Value = {
      kind: 'bytes',
      payload: { at: 'inline', bytes: noise(4) },
      identity: '0'.repeat(64),
    };
    expect((await run(blur, { sigma: 1 }, bytes)).error?.message).toContain('is bytes, expected an image');
    expect((await run(blur, { sigma: 1 })).error?.message).toContain(
      'Nothing is connected to the input "image"',
    );
  });
});

/** Bytes that look random and are the same every time. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 12345;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

/** The definition, written the slow way: both dimensions at once, in doubles, over premultiplied colours. */
function naiveBlur(
  bytes: Uint8Array,
  width: number,
  height: number,
  channels: number,
  sigma: number,
): number[] {
  const radius = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * radius + 1 }, (_, at) =>
    Math.exp(-((at - radius) ** 2) / (2 * sigma * sigma)),
  );
  const clamp = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
  const sample = (x: number, y: number, channel: number): number => {
    const at = (y * width + x) * channels;
    const value = bytes[at + channel] as number;
    return channels === 4 && channel < 3 ? (value * (bytes[at + 3] as number)) / 255 : value;
  };
  const blurred: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sums = new Array<number>(channels).fill(0);
      let total = 0;
      for (let dy = -radius; dy <= radius; dy++) {
        for (let dx = -radius; dx <= radius; dx++) {
          const weight = (weights[dy + radius] as number) * (weights[dx + radius] as number);
          total += weight;
          for (let channel = 0; channel < channels; channel++) {
            sums[channel] =
              (sums[channel] as number) +
              weight * sample(clamp(x + dx, width), clamp(y + dy, height), channel);
          }
        }
      }
      const alpha = channels === 4 ? (sums[3] as number) / total : 255;
      for (let channel = 0; channel < channels; channel++) {
        const mean = (sums[channel] as number) / total;
        blurred.push(channels === 4 && channel < 3 ? (alpha > 0 ? (mean * 255) / alpha : 0) : mean);
      }
    }
  }
  return blurred;
}
