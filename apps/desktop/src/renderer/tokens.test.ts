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

/** `percent` of the one colour over the other, as `color-mix(in srgb, …)` makes it. */
function mix(one: string, percent: number, other: string): string {
  const channels = [1, 3, 5].map((at) => {
    const [from = 0, to = 0] = [one, other].map((color) => Number.parseInt(color.slice(at, at + 2), 16));
    return Math.round((from * percent + to * (100 - percent)) / 100);
  });
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** The percentage of a mark in the ground of a rule of the style sheets. */
function share(sheet: string, selector: string): number {
  const css = readFileSync(path.join(folder, 'styles', sheet), 'utf8');
  const name = selector.replaceAll(/[.[\]]/g, '\\$&');
  const found = new RegExp(
    `\\n${name} {[^}]*background: color-mix\\(in srgb, var\\(--mark[^%]*?(\\d+)%`,
  ).exec(css);
  if (found === null) throw new Error(`${sheet}: ${selector} mixes no mark into its ground`);
  return Number(found[1]);
}

const TEXT = 4.5;
const SHAPE = 3;
/** Where text stands at rest, and where it stands under the pointer or selected. */
const SURFACES = ['bg-canvas', 'bg-panel', 'bg-raised', 'bg-node', 'bg-input', 'bg-hover', 'accent-quiet'];
const STATES = ['ok', 'warn', 'error', 'cached', 'running'];

describe.each(['dark', 'light'] as const)('%s theme', (name) => {
  const colors = theme(name);
  const color = (key: string): string => {
    const value = colors.get(key);
    if (value === undefined) throw new Error(`${name}: --${key} is no colour of the theme`);
    return value;
  };
  const named = (start: string): string[] => [...colors.keys()].filter((key) => key.startsWith(start));
  const marks = named('mark-');

  /** The pairs whose ratio is below the least one, each with it. */
  const tooFaint = (texts: readonly string[], grounds: Readonly<Record<string, string>>, least: number) =>
    texts.flatMap((text) =>
      Object.entries(grounds).flatMap(([ground, value]) => {
        const ratio = contrast(color(text), value);
        return ratio < least ? [`${text} on ${ground}: ${ratio.toFixed(2)}`] : [];
      }),
    );
  const grounds = (keys: readonly string[]): Record<string, string> =>
    Object.fromEntries(keys.map((key) => [key, color(key)]));

  it('text, links and states can be read on every surface', () => {
    const texts = ['text', 'text-2', 'text-3', 'accent', ...STATES];
    expect(tooFaint(texts, grounds(SURFACES), TEXT)).toEqual([]);
  });

  it('text and the word itself can be read on the grounds of warnings and errors', () => {
    expect(tooFaint(['text', 'text-2', 'text-3', 'warn'], grounds(['warn-quiet']), TEXT)).toEqual([]);
    expect(tooFaint(['text', 'text-2', 'text-3', 'error'], grounds(['error-quiet']), TEXT)).toEqual([]);
  });

  it('code and values can be read where they stand', () => {
    const texts = named('code-');
    expect(texts.length).toBeGreaterThan(3);
    expect(tooFaint(texts, grounds(SURFACES), TEXT)).toEqual([]);
  });

  it('the primary action can be read, under the pointer too', () => {
    expect(tooFaint(['on-accent'], grounds(['accent']), TEXT)).toEqual([]);
    const hovered = { hovered: mix(color('accent'), 86, color('text')) };
    expect(tooFaint(['on-accent'], hovered, TEXT)).toEqual([]);
  });

  it('headers of nodes of every colour and states in them, notes of every colour and links in them', () => {
    const header = share('layout.css', '.node[data-color] .node-header');
    const note = share('layout.css', '.note');
    const over = (percent: number, surface: string): Record<string, string> =>
      Object.fromEntries(
        marks.map((mark) => [`${mark} ${percent} %`, mix(color(mark), percent, color(surface))]),
      );
    expect(marks).toHaveLength(8);
    expect(tooFaint(['text', 'text-2', ...STATES], over(header, 'bg-node'), TEXT)).toEqual([]);
    expect(tooFaint(['text', 'text-2', 'accent'], over(note, 'bg-panel'), TEXT)).toEqual([]);
  });

  it('ports, marks, lines of charts, frames and fields stand out', () => {
    const nodes = grounds(['bg-node', 'bg-canvas', 'bg-panel']);
    const shapes = [...named('type-'), ...named('mark-'), ...named('chart-'), 'accent', 'error'];
    expect(shapes.length).toBeGreaterThan(24);
    expect(tooFaint(shapes, nodes, SHAPE)).toEqual([]);
    const around = grounds(['bg-canvas', 'bg-panel', 'bg-raised', 'bg-node', 'bg-input']);
    expect(tooFaint(['line-frame'], around, SHAPE)).toEqual([]);
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
