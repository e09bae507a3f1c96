import type { Blueprint, Operation } from '@atomiton/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyOperation, invertOperation } from './operations.js';
import { parseBlueprint } from './parse-blueprint.js';
import { printBlueprint } from './print-blueprint.js';
import { anyBlueprint, jsonValue } from './testing/arbitrary-blueprint.js';

function parsed(text: string): Blueprint {
  const result = parseBlueprint(text);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.blueprint;
}

/** JSON text whose numbers are spelled as other programs might: `1.0`, `1e0`, `2.50`. */
const oddlySpelled: fc.Arbitrary<string> = fc
  .tuple(anyBlueprint, fc.array(fc.nat(3), { minLength: 8, maxLength: 8 }))
  .map(([blueprint, choices]) => {
    let count = 0;
    return printBlueprint(blueprint).replace(
      /"(?:[^"\\]|\\.)*"|-?[0-9]+(?:\.[0-9]+)?/g,
      (token, at: number, text: string) => {
        if (token.startsWith('"') || /[eE]/.test(text[at + token.length] ?? '')) return token;
        const before = text[at - 1] ?? '';
        if (/[eE+]/.test(before)) return token;
        const choice = choices[count++ % choices.length];
        if (choice === 1) return token.includes('.') ? `${token}0` : `${token}.0`;
        return choice === 2 ? `${token}e0` : token;
      },
    );
  });

/** The lines that are in one text and not in the other, "- old" and "+ new", as a line diff has them. */
function lineDiff(before: string, after: string): string[] {
  const old = before.split('\n');
  const now = after.split('\n');
  // The longest common run of lines at both ends; what is between has changed.
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  let end = 0;
  while (
    end < Math.min(old.length, now.length) - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  ) {
    end++;
  }
  return [
    ...old.slice(start, old.length - end).map((line) => `- ${line.trim()}`),
    ...now.slice(start, now.length - end).map((line) => `+ ${line.trim()}`),
  ];
}

const plain = (text: string): unknown => JSON.parse(text);

describe('open → edit → save → open', () => {
  it('keeps everything but the edit, unknown keys, foreign nodes and number spellings at every level', () => {
    fc.assert(
      fc.property(oddlySpelled, fc.integer(), (text, x) => {
        const opened = parsed(text);
        const first = printBlueprint(opened);
        expect(plain(first)).toEqual(plain(text));
        // Every odd spelling is still there.
        const numbers = (from: string): string[] =>
          (from.match(/-?[0-9]+(?:\.[0-9]+)?(?:e0)?/g) ?? []).sort();
        expect(numbers(first)).toEqual(numbers(text));
        const [id] = Object.keys(opened.nodes);
        if (id === undefined) return;
        const name = `renamed ${x}`;
        const edited = applyOperation(opened, { op: 'rename-node', id, name });
        const expected = plain(text) as { nodes: Record<string, { name?: string }> };
        (expected.nodes[id] as { name?: string }).name = name;
        expect(plain(printBlueprint(edited))).toEqual(expected);
        expect(parsed(printBlueprint(edited))).toEqual(edited);
      }),
      { numRuns: 120 },
    );
  }, 30_000);

  it('changes one line for a moved node, and undo gives the file back to the letter', () => {
    fc.assert(
      fc.property(oddlySpelled, fc.integer(), fc.integer(), (text, x, y) => {
        const opened = parsed(text);
        const [id] = Object.keys(opened.layout.positions).filter((key) => Object.hasOwn(opened.nodes, key));
        if (id === undefined) return;
        const present = opened.layout.positions[id];
        if (present?.x === x && present.y === y) return;
        const move: Operation = { op: 'move-node', id, position: { ...present, x, y } };
        const before = printBlueprint(opened);
        const moved = applyOperation(opened, move);
        const diff = lineDiff(before, printBlueprint(moved));
        expect(diff).toHaveLength(2);
        expect(diff[1]).toMatch(new RegExp(`^\\+ "${id}": \\{`));
        expect(printBlueprint(applyOperation(moved, invertOperation(opened, move)))).toBe(before);
      }),
      { numRuns: 120 },
    );
  }, 30_000);

  it('changes one line for a changed parameter, whatever its value', () => {
    fc.assert(
      fc.property(oddlySpelled, jsonValue, (text, value) => {
        const opened = parsed(text);
        const found = Object.entries(opened.nodes).find(
          ([, node]) => Object.keys(node.parameters).length > 0,
        );
        if (found === undefined) return;
        const [id, node] = found;
        const name = Object.keys(node.parameters)[0] as string;
        const before = printBlueprint(opened);
        const after = printBlueprint(applyOperation(opened, { op: 'set-parameter', id, name, value }));
        const diff = lineDiff(before, after);
        if (JSON.stringify(node.parameters[name]) === JSON.stringify(value))
          expect(diff.length).toBeLessThanOrEqual(2);
        else expect(diff).toHaveLength(2);
      }),
      { numRuns: 120 },
    );
  }, 30_000);
});
