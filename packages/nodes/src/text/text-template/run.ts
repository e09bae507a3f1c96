import type { JsonValue, ReceivedValue, RunNode } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';

const PLACEHOLDER = /\{\{\{\{|\{\{\s*([^{}]*?)\s*\}\}/gu;

function itemsOf(input: ReceivedValue | undefined): JsonValue[] {
  if (input === undefined) return [];
  if (input.kind === 'list') return input.items.map((item) => (item.kind === 'json' ? item.json : null));
  if (input.kind === 'json') return Array.isArray(input.json) ? input.json : [input.json];
  return [];
}

function fieldsOf(value: JsonValue): string[] {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];
}

function step(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return /^\d+$/.test(key) ? value[Number(key)] : undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function lookUp(items: readonly JsonValue[], path: string): JsonValue | undefined {
  const [head = '', ...rest] = path.split('.');
  const start = /^\d+$/.test(head)
    ? items[Number(head)]
    : items.map((item) => step(item, head)).find((found) => found !== undefined);
  return rest.reduce<JsonValue | undefined>(step, start);
}

function printed(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export const run: RunNode = ({ parameters, inputs }) => {
  const items = itemsOf(inputs.values);
  const template = String(parameters.template);
  const text = template.replace(PLACEHOLDER, (whole, path: string | undefined) => {
    if (path === undefined) return '{{';
    const found = lookUp(items, path);
    if (found !== undefined) return printed(found);
    const known = [...items.keys()].map(String).concat(items.flatMap(fieldsOf));
    throw new AtomitonError({
      kind: 'validation',
      code: 'unknown-placeholder',
      message: `The template asks for ${whole}, but the values received are ${known.length === 0 ? 'none' : known.slice(0, 20).join(', ')}.`,
      port: 'template',
      hint: 'Connect the missing value, or correct the name in the template.',
    });
  });
  return { text: { kind: 'json', json: text } };
};
