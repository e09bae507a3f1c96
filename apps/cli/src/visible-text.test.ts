import { expect, it } from 'vitest';
import { visibleText } from './visible-text.js';

it('writes control characters out and keeps colours, tabs and letters', () => {
  expect(visibleText('\u001B]0;owned\u0007\u001B[2J')).toBe('\\x1b]0;owned\\x07\\x1b[2J');
  expect(visibleText('\u009B2J\r')).toBe('\\x9b2J\\x0d');
  expect(visibleText('\u001B[31mfailed\u001B[0m\tčeština 数')).toBe('\u001B[31mfailed\u001B[0m\tčeština 数');
});
