import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { expect, it } from 'vitest';

const folder = import.meta.dirname;
const SPOKEN = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label']);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const hasWord = (text: unknown): boolean => typeof text === 'string' && /\p{L}{2}/u.test(text);

/** Text that a person would read, written in the components themselves: between tags, and in spoken attributes. */
function writtenTexts(code: string): string[] {
  const found: string[] = [];
  const waiting: unknown[] = [parseSync('component.tsx', code).program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (Array.isArray(node)) waiting.push(...node);
    if (!isRecord(node) || Array.isArray(node)) continue;
    const { type, value, name } = node;
    if (type === 'JSXText' && hasWord(value)) found.push(String(value).trim());
    if (type === 'JSXAttribute' && isRecord(name) && SPOKEN.has(String(name.name)) && isRecord(value)) {
      const inside = value.type === 'JSXExpressionContainer' ? value.expression : value;
      if (isRecord(inside) && inside.type === 'Literal' && hasWord(inside.value))
        found.push(String(inside.value));
    }
    waiting.push(...Object.values(node).filter((child) => typeof child === 'object' && child !== null));
  }
  return found;
}

it('finds text between tags and in attributes, and nothing in the catalogue’s places', () => {
  expect(writtenTexts('const a = <p title="Read me">Hello {text.name} ×</p>;').sort()).toEqual([
    'Hello',
    'Read me',
  ]);
  expect(writtenTexts('const a = <p title={text.title} className="big one">{text.name}</p>;')).toEqual([]);
});

it('every text of the window is in the catalogue', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.tsx') && !file.includes('.test.') && !file.startsWith('testing'),
  );
  const offenders = files.flatMap((file) =>
    writtenTexts(readFileSync(path.join(folder, file), 'utf8')).map((text) => `${file}: ${text}`),
  );
  expect(files.length).toBeGreaterThan(60);
  expect(offenders).toEqual([]);
});
