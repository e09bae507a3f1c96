import type { Blueprint } from '@atomiton/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blueprint } from './builder.js';
import { applyOperation } from './operations.js';
import { parseBlueprint } from './parse-blueprint.js';
import { printBlueprint } from './print-blueprint.js';
import { anyBlueprint } from './testing/arbitrary-blueprint.js';

function parsed(text: string): Blueprint {
  const result = parseBlueprint(text);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.blueprint;
}

/** The lines that differ, as "- old" and "+ new". */
function changedLines(before: string, after: string): string[] {
  const old = before.split('\n');
  const now = after.split('\n');
  expect(now.length).toBe(old.length);
  return now.flatMap((line, index) => (line === old[index] ? [] : [line.trim()]));
}

const document = blueprint('Sales', { id: 'sales' })
  .node('csv', 'core/csv-reader', { path: 'a.csv', columns: ['x', 'y'] })
  .node('chart', 'core/chart', {}, { name: 'Über "uns"' })
  .connect('csv.table', 'chart.table')
  .build();

describe('the text form', () => {
  it('parse → print is the identity on what was printed, and the document is the same', () => {
    fc.assert(
      fc.property(anyBlueprint, (original) => {
        const text = printBlueprint(original);
        const again = parsed(text);
        expect(printBlueprint(again)).toBe(text);
        expect(again).toEqual(original);
      }),
      { numRuns: 500 },
    );
  });

  it('looks like this', () => {
    expect(printBlueprint(document)).toBe(`{
  "formatVersion": 1,
  "id": "sales",
  "name": "Sales",
  "nodes": {
    "chart": {
      "type": "core/chart",
      "typeVersion": 1,
      "name": "Über \\"uns\\"",
      "parameters": {},
      "mode": "active"
    },
    "csv": {
      "type": "core/csv-reader",
      "typeVersion": 1,
      "parameters": {
        "columns": ["x", "y"],
        "path": "a.csv"
      },
      "mode": "active"
    }
  },
  "edges": {
    "chart.table": { "from": "csv.table" }
  },
  "layout": {
    "positions": {
      "chart": { "x": 280, "y": 0 },
      "csv": { "x": 0, "y": 0 }
    },
    "groups": {},
    "notes": {}
  }
}
`);
  });

  it('touches one layout line for a moved node and one logic line for a changed parameter', () => {
    const text = printBlueprint(document);
    const moved = applyOperation(document, { op: 'move-node', id: 'csv', position: { x: 5, y: 7 } });
    expect(changedLines(text, printBlueprint(moved))).toEqual(['"csv": { "x": 5, "y": 7 }']);
    const set = { op: 'set-parameter', id: 'csv', name: 'columns', value: ['x', { deep: [1, 2] }] } as const;
    const changed = applyOperation(document, { ...set, value: [...set.value] as never });
    expect(changedLines(text, printBlueprint(changed))).toEqual(['"columns": ["x", { "deep": [1, 2] }],']);
  });

  it('does not depend on the order of the records in memory', () => {
    const turned = { ...document, nodes: Object.fromEntries(Object.entries(document.nodes).reverse()) };
    expect(printBlueprint(turned)).toBe(printBlueprint(document));
  });

  describe('keeps what it does not know', () => {
    const foreign = `{"formatVersion":1,"id":"f","name":"f","x-tool":{"big":12345678901234567890,"list":[1.0,-0,1e3]},
      "nodes":{"a":{"type":"pack/unheard-of","typeVersion":9,"parameters":{"p":0.10,"q":[1E2,{"r~/s":2.50}]},
      "mode":"active","color":"#fff","weight":7.0}},"edges":{"a.in":{"from":"gone.out","via":3.00}},
      "layout":{"positions":{"a":{"x":1.0,"y":2,"z":0e0}},"groups":{},"notes":{},"rulers":[0.5e1]},
      "subgraphs":{"s":{"name":"S","v":1.0,"inputs":{"b":{"type":"any","default":1.50},"a":{"type":"any","x":[2.0]}},"outputs":{},
      "nodes":{"n":{"type":"pack/other","typeVersion":1,"parameters":{"k":3.0},"mode":"active"}},"edges":{"n.v":{"from":"input.b","w":4.0}},
      "layout":{"positions":{"n":{"x":5.0,"y":0}},"groups":{},"notes":{}}}}}`;

    it('spelling of numbers included, through parse, print and edits elsewhere', () => {
      const edited = applyOperation(parsed(foreign), { op: 'rename-blueprint', name: 'other' });
      for (const text of [printBlueprint(parsed(foreign)), printBlueprint(edited)]) {
        expect(text).toContain('"big": 12345678901234567890');
        expect(text).toContain('"p": 0.10');
        expect(text).toContain('"q": [1E2, { "r~/s": 2.50 }]');
        expect(text).toContain('"weight": 7.0');
        expect(text).toContain('"a.in": { "from": "gone.out", "via": 3.00 }');
        expect(text).toContain('"a": { "x": 1.0, "y": 2, "z": 0e0 }');
        expect(text).toContain('"rulers": [0.5e1]');
        expect(text).toContain('"v": 1.0');
        expect(text).toMatch(
          /"b": \{ "type": "any", "default": 1\.50 \},\s+"a": \{ "type": "any", "x": \[2\.0\] \}/,
        );
        expect(text).toContain('"k": 3.0');
        expect(text).toContain('"n.v": { "from": "input.b", "w": 4.0 }');
        expect(text).toContain('"n": { "x": 5.0, "y": 0 }');
        expect(text).toMatch(/1\.0,\s+-0,\s+1e3/);
      }
      expect(printBlueprint(parsed(printBlueprint(parsed(foreign))))).toBe(printBlueprint(parsed(foreign)));
    });

    it('also where names could be taken for places', () => {
      const text = `{"formatVersion":1,"id":"f","name":"f","nodes":{},"edges":{},"odd":{"~1":1.0,"/":1.00,"a":{"b":2.0},"a/b":2.00}}`;
      const printed = printBlueprint(parsed(text));
      for (const part of ['"~1": 1.0,', '"/": 1.00,', '"b": 2.0\n', '"a/b": 2.00\n'])
        expect(printed).toContain(part);
    });

    it('as ordinary values in memory', () => {
      expect(structuredClone(parsed(foreign))).toEqual(JSON.parse(foreign));
    });

    it('but prints a changed number anew, and the old spelling when the change is undone', () => {
      const before = parsed(foreign);
      const changed = applyOperation(before, { op: 'set-parameter', id: 'a', name: 'p', value: 0.25 });
      expect(printBlueprint(changed)).toContain('"p": 0.25');
      const undone = applyOperation(changed, { op: 'set-parameter', id: 'a', name: 'p', value: 0.1 });
      expect(printBlueprint(undone)).toBe(printBlueprint(before));
    });
  });
});
