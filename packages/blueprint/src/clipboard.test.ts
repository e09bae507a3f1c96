import { type JsonValue, operationSchema } from '@atomiton/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipboardCorner, copyNodes, insertClipboard, parseClipboard } from './clipboard.js';
import { newBlueprint } from './new-blueprint.js';
import { applyAndInvert, applyOperations } from './operations.js';
import { anyBlueprint, jsonValue } from './testing/arbitrary-blueprint.js';

/** Puts another value into one place of a JSON value, found by walking down as `choices` say. */
function damaged(value: JsonValue, choices: readonly number[], put: JsonValue): JsonValue {
  const [choice, ...rest] = choices;
  if (choice === undefined || value === null || typeof value !== 'object') return put;
  const keys = Object.keys(value);
  const key = keys[choice % Math.max(1, keys.length)];
  if (key === undefined) return put;
  const inside = damaged((value as Record<string, JsonValue>)[key] ?? null, rest, put);
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? inside : item));
  return { ...value, [key]: inside };
}

/** What a paste of this text does to a document; undefined where it is no copy of nodes. */
function paste(document: Parameters<typeof insertClipboard>[0], text: string): boolean {
  const clipboard = parseClipboard(text);
  if (clipboard === undefined) return false;
  const corner = clipboardCorner(clipboard) ?? { x: 0, y: 0 };
  const offset = { x: -corner.x, y: -corner.y };
  for (const keepInbound of [false, true]) {
    const { operations } = insertClipboard(document, clipboard, { offset, keepInbound });
    for (const operation of operations) operationSchema.parse(operation);
    const { blueprint, inverses } = applyAndInvert(document, operations);
    expect(applyOperations(blueprint, inverses)).toEqual(document);
  }
  return true;
}

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  jsonValue.map((value) => JSON.stringify(value)),
  jsonValue.map((value) => JSON.stringify({ atomitonClipboard: 1, nodes: value, edges: {}, positions: {} })),
  fc.string().map((text) => `${text}atomitonClipboard${text}`),
);

describe('pasting never breaks a document', () => {
  it('whatever the text is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        paste(newBlueprint('x', 'x'), text);
      }),
      { numRuns: 500 },
    );
  });

  it('whatever was done to the text of a copy, in any document: it is refused, or pasted and taken back exactly', () => {
    let pasted = 0;
    fc.assert(
      fc.property(
        anyBlueprint,
        anyBlueprint,
        fc.array(fc.nat(40), { maxLength: 6 }),
        fc.oneof(
          jsonValue,
          fc.constantFrom<JsonValue>(1e308, -1e308, '__proto__', 'input', 'subgraph/a', ''),
        ),
        fc.boolean(),
        (from, into, choices, put, damage) => {
          const { layout, nodes } = from;
          const copy = copyNodes(from, {
            nodes: Object.keys(nodes),
            groups: Object.keys(layout.groups),
            notes: Object.keys(layout.notes),
          });
          const whole = JSON.parse(JSON.stringify(copy)) as JsonValue;
          if (paste(into, JSON.stringify(damage ? damaged(whole, choices, put) : whole))) pasted++;
        },
      ),
      { numRuns: 300 },
    );
    expect(pasted).toBeGreaterThan(100);
  });
});
