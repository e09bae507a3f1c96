import { expect, it } from 'vitest';
import { parseNumber, stepped } from './numbers';

it.each([
  ['1,5', 1.5],
  ['−3', -3],
  [' 7 ', 7],
  ['many', 'many'],
  ['', undefined],
  ['1e3', 1000],
])('"%s" is read as %s', (text, value) => {
  expect(parseNumber(text)).toBe(value);
});

it('steps without the noise of binary fractions', () => {
  expect(stepped(0.1, 0.2, true)).toBe(0.3);
});

it('ends a step at the limit, and puts no wrong value right by itself', () => {
  expect(stepped(9.5, 1, true, 0, 10)).toBe(10);
  expect(stepped(-5, 1, true, 1, 10)).toBe(-4);
  expect(stepped(20, 1, true, 1, 10)).toBe(21);
  expect(stepped(20, 1, false, 1, 10)).toBe(19);
});
