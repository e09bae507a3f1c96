import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readDefinitions } from './extra-definitions.js';

const folder = mkdtempSync(join(tmpdir(), 'definitions-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

it('reads and completes definitions', () => {
  const definition = {
    type: 'test/spin-rust',
    version: 1,
    name: 'Spin',
    category: 'Test',
    description: '',
    inputs: [],
    outputs: [],
    parameters: [],
    runtime: { language: 'rust', handler: 'test/spin' },
    purity: 'pure',
  };
  const [read] = readDefinitions(file('good.json', JSON.stringify([definition])));
  expect(read).toMatchObject({ ...definition, stateful: false, keywords: [] });
});

it.each([
  ['no-json', '[', /no-json.* cannot be used/],
  ['no-list', '{}', /no-list.* cannot be used/],
  ['wrong-type', '[{"type":"x"}]', /wrong-type.*0\.type/],
])('%s: names the file and what is wrong', (name, text, message) => {
  expect(() => readDefinitions(file(name, text))).toThrow(message);
});
