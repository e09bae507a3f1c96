import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { BACKGROUND } from './window-background.js';

test('the window’s background before the page has loaded is the page’s own', async () => {
  const tokens = await readFile(path.resolve(import.meta.dirname, '../renderer/tokens.css'), 'utf8');
  const canvas = [...tokens.matchAll(/--bg-canvas:\s*(#[0-9a-f]{6})/g)].map(([, color]) => color);
  expect(canvas).toContain(BACKGROUND.dark);
  expect(canvas).toContain(BACKGROUND.light);
});
