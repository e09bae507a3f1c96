import { expect, test } from 'vitest';
import { beginningOf, isQuickMarkdown } from './quick-markdown';

test('notes as people write them are read as Markdown', () => {
  const written =
    '# What this does\n\n- **reads** `a.csv`\n- [drops](https://example.org) rows *without* a name\n\n';
  expect(isQuickMarkdown(written.repeat(60))).toBe(true);
  expect(isQuickMarkdown('word '.repeat(4000))).toBe(true);
});

test.each(['*a_ ', '[x](', '>', '![', '`', 'a**b', '~~', '<a '])('%j without end is not', (text) => {
  expect(isQuickMarkdown(text.repeat(2000))).toBe(false);
  expect(isQuickMarkdown(text.repeat(24_000))).toBe(false);
});

test('of a text shown as written the beginning is drawn, with a sign that more follows', () => {
  expect(beginningOf('short')).toBe('short');
  expect(beginningOf('>'.repeat(99_000))).toMatch(/^>{4000} …$/);
});
