import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = import.meta.dirname;
const tokens = readFileSync(path.join(folder, 'tokens.css'), 'utf8');

function theme(name: 'dark' | 'light'): Map<string, string> {
  const start = tokens.search(new RegExp(`\\[data-theme=["']${name}["']\\]`));
  const block = tokens.slice(start, tokens.indexOf('}', start));
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/gi)].map(([, key = '', value = '']) => [key, value]),
  );
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((left, right) => right - left);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['dark', 'light'] as const)('%s theme', (name) => {
  const colors = theme(name);
  const color = (key: string): string => colors.get(key) ?? '';
  const surfaces = ['bg-canvas', 'bg-panel', 'bg-raised', 'bg-node', 'bg-input'];

  it.each(['text', 'text-2', 'text-3'])('%s can be read on every surface', (text) => {
    for (const surface of surfaces) {
      expect(contrast(color(text), color(surface)), surface).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(['ok', 'warn', 'error', 'cached', 'running'])('state colour %s can be read on a node', (state) => {
    expect(contrast(color(state), color('bg-node'))).toBeGreaterThanOrEqual(4.5);
  });

  it('errors and the primary action can be read on their own grounds', () => {
    expect(contrast(color('error'), color('error-quiet'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(color('warn'), color('warn-quiet'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(color('on-accent'), color('accent'))).toBeGreaterThanOrEqual(4.5);
  });

  it('ports and frames stand out', () => {
    for (const [key, value] of colors) {
      if (key.startsWith('type-')) expect(contrast(value, color('bg-node')), key).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(color('line-frame'), color('bg-canvas'))).toBeGreaterThanOrEqual(3);
  });
});

it('has no literal colour outside the token file', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(css|tsx?)$/.test(file) && file !== 'tokens.css' && !file.includes('.test.'),
  );
  const offenders = files.filter((file) =>
    /#[0-9a-fA-F]{3,8}\b(?=[;,\s)'"])|\brgba?\(|\bhsla?\(/.test(
      readFileSync(path.join(folder, file), 'utf8'),
    ),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(offenders).toEqual([]);
});
