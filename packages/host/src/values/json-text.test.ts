import type { JsonValue } from '@atomiton/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonText, jsonTextInSlices } from './json-text.js';

function whole(value: JsonValue): { text: string; totalChars: number } {
  const writer = jsonText(value, Number.POSITIVE_INFINITY);
  for (;;) {
    const step = writer.next();
    if (step.done === true) return step.value;
  }
}

test('writes what JSON.stringify writes with two spaces', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const expected = JSON.stringify(value, undefined, 2);
      expect(whole(value as JsonValue)).toEqual({ text: expected, totalChars: expected.length });
    }),
  );
});

test('is cut at the limit and still tells the whole length', async () => {
  const value = Array.from({ length: 200_000 }, (_, index) => ({ index, name: `row ${index}` }));
  const expected = JSON.stringify(value, undefined, 2);
  expect(await jsonTextInSlices(value, 1000)).toEqual({
    text: expected.slice(0, 1000),
    totalChars: expected.length,
  });
});

test('is not recursive', async () => {
  let value: JsonValue = 1;
  for (let depth = 0; depth < 20_000; depth++) value = [value];
  expect((await jsonTextInSlices(value, 10)).text).toBe('[\n  [\n    ');
});

test('lets others run meanwhile', async () => {
  const value = Array.from({ length: 500_000 }, (_, index) => index);
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await jsonTextInSlices(value, 100);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(2);
});
