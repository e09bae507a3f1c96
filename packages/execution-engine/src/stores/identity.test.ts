import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson, identityOf } from './identity.js';

function sha(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('value identity', () => {
  it('prints canonical JSON', () => {
    expect(canonicalJson({ b: [1, 1.5, -0, 1e21, null], a: { é: 'x"y', Z: true } })).toBe(
      '{"a":{"Z":true,"é":"x\\"y"},"b":[1,1.5,0,1e+21,null]}',
    );
  });

  it('hashes the preimage, a newline and the bytes', () => {
    expect(identityOf({ kind: 'json', json: { b: 1, a: 2 } })).toBe(sha('json:{"a":2,"b":1}\n'));
    const bytes = new TextEncoder().encode('abcd');
    expect(identityOf({ kind: 'bytes', bytes })).toBe(sha('bytes:\nabcd'));
    expect(identityOf({ kind: 'table', bytes, rows: 1, columns: [] })).toBe(sha('table:\nabcd'));
    expect(identityOf({ kind: 'tensor', dtype: 'uint8', shape: [2, 2], bytes })).toBe(
      sha('tensor:uint8:2x2\nabcd'),
    );
    expect(identityOf({ kind: 'tensor', dtype: 'uint32', shape: [], bytes })).toBe(
      sha('tensor:uint32:\nabcd'),
    );
    expect(identityOf({ kind: 'image', width: 1, height: 1, format: 'rgba8', bytes })).toBe(
      sha('image:rgba8:1x1\nabcd'),
    );
    expect(identityOf({ kind: 'file', path: '/a', sizeBytes: 3, modifiedMs: 4 })).toBe(sha('file:/a:3:4\n'));
    const one = identityOf({ kind: 'json', json: 1 });
    expect(
      identityOf({
        kind: 'list',
        items: [
          { kind: 'json', json: 1 },
          { kind: 'json', json: 1 },
        ],
      }),
    ).toBe(sha(`list:${one},${one}\n`));
  });

  it('does not depend on where the bytes are', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(100), 10, 4);
    shared.set(new TextEncoder().encode('abcd'));
    expect(identityOf({ kind: 'bytes', bytes: shared })).toBe(sha('bytes:\nabcd'));
  });
});
