import { expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.js';
import { jsonCarried, listOf } from './json-value.js';
import { json, sha256 } from './testing/memory-runtime.js';

it('sorts keys by UTF-16 code unit at every level and writes the shortest numbers', () => {
  const text = canonicalJson({
    b: [1.0, -0, 1e21, { z: null, ä: true, Z: 'x"' }],
    a: '\u20ac',
    '\ud83d\ude00': 1,
    '\uffff': 2,
  });
  expect(text).toBe('{"a":"€","b":[1,0,1e+21,{"Z":"x\\"","z":null,"ä":true}],"😀":1,"\uffff":2}');
});

it('makes the identity of plain data from its canonical text', () => {
  expect(jsonCarried({ b: 1, a: [] }, sha256).identity).toBe(sha256('json:{"a":[],"b":1}\n'));
});

it('makes a list of plain data plain data, and any other a list value', () => {
  expect(listOf([json(1), json('x')], sha256)).toEqual(json([1, 'x']));
  const file = { kind: 'file' as const, path: '/f', sizeBytes: 1, modifiedMs: 2, identity: sha256('f') };
  const mixed = listOf([json(1), file], sha256);
  expect(mixed.kind).toBe('list');
  expect(mixed.identity).toBe(sha256(`list:${json(1).identity},${file.identity}\n`));
});
