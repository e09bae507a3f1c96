import type { Blueprint, JsonValue, Subgraph } from '@atomiton/contracts';
import { compareText, sortedKeys } from './compare.js';
import { type NumberSpellings, numberText, pointerStep, spellingsOf } from './number-spellings.js';

const DOCUMENT_KEYS = ['formatVersion', 'id', 'name', 'inputs', 'nodes', 'edges', 'subgraphs', 'deployment'];
const NODE_KEYS = [
  'type',
  'typeVersion',
  'name',
  'parameters',
  'mode',
  'timeoutMs',
  'resources',
  'recovery',
  'context',
];
const EDGE_KEYS = ['from', 'transform', 'delay', 'queue'];
const SUBGRAPH_KEYS = ['name', 'description', 'color', 'inputs', 'outputs', 'nodes', 'edges'];
const PORT_KEYS = ['type', 'required', 'default', 'description'];
const LAYOUT_KEYS = ['positions', 'groups', 'notes', 'looks', 'bends', 'viewport'];
/** Records of the layout, one line an entry, with the keys that an entry begins with. */
const LAYOUT_TABLES: ReadonlyMap<string, readonly string[]> = new Map([
  ['positions', ['x', 'y']],
  ['groups', ['title', 'color', 'x', 'y', 'width', 'height', 'members']],
  ['notes', ['text', 'x', 'y', 'width', 'height', 'color']],
  ['looks', ['color', 'collapsed', 'pinned']],
  ['bends', ['points']],
]);
/** Records that are left out while they hold nothing. */
const LAYOUT_OPTIONAL = ['looks', 'bends'];

/** How the value of a key is written: a function of the value, its JSON pointer and its indentation. */
type Write = (value: unknown, pointer: string, indent: string) => string;

/** The keys with a value: first the known ones in their order, then all others sorted, then the `last` ones. */
function orderedKeys(record: object, known: readonly string[], last: readonly string[] = []): string[] {
  const present = Object.entries(record)
    .filter(([, value]) => value !== undefined)
    .map(([key]) => key);
  const rank = (key: string): number => {
    const position = known.indexOf(key);
    if (position >= 0) return position;
    return last.includes(key) ? known.length + 1 : known.length;
  };
  return present.sort((left, right) => rank(left) - rank(right) || compareText(left, right));
}

/** The keys with a value in the order of the record: that of the ports of an interface. */
function definedKeys(record: object): string[] {
  return Object.entries(record)
    .filter(([, value]) => value !== undefined)
    .map(([key]) => key);
}

class Printer {
  constructor(private readonly spellings: NumberSpellings) {}

  /** The whole value on one line: `{ "x": 1, "y": [2, 3] }`. Keys keep their order. */
  readonly inline: Write = (value, pointer) => {
    if (typeof value === 'number') return this.number(value, pointer);
    if (Array.isArray(value)) {
      return `[${value.map((item, index) => this.inline(item, this.step(pointer, index), '')).join(', ')}]`;
    }
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
    const parts = Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => `${JSON.stringify(key)}: ${this.inline(part, this.step(pointer, key), '')}`);
    return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
  };

  /** One line per array item and record entry, all the way down. Keys keep their order. */
  readonly spread: Write = (value, pointer, indent) => {
    if (typeof value !== 'object' || value === null) return this.inline(value, pointer, indent);
    if (!Array.isArray(value)) {
      const keys = Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== undefined);
      return this.block(value, keys, pointer, indent, () => this.spread);
    }
    if (value.length === 0) return '[]';
    const inner = `${indent}  `;
    const items = value.map((item, index) => inner + this.spread(item, this.step(pointer, index), inner));
    return `[\n${items.join(',\n')}\n${indent}]`;
  };

  /** One entry a line in order of the keys, each value on that line. */
  readonly table: Write = (value, pointer, indent) =>
    this.block(value as object, sortedKeys(value as object), pointer, indent, () => this.inline);

  /** Records on one line each: these keys first, then the others by name. */
  private records(known: readonly string[], keysOf: (record: object) => string[] = sortedKeys): Write {
    const record: Write = (value, pointer) => {
      const entry = value as Record<string, unknown>;
      const parts = orderedKeys(entry, known).map(
        (key) => `${JSON.stringify(key)}: ${this.inline(entry[key], this.step(pointer, key), '')}`,
      );
      return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
    };
    return (value, pointer, indent) =>
      this.block(value as object, keysOf(value as object), pointer, indent, () => record);
  }

  readonly node: Write = (value, pointer, indent) =>
    this.block(value as object, orderedKeys(value as object, NODE_KEYS), pointer, indent, (key) =>
      key === 'parameters' ? this.table : this.inline,
    );

  readonly nodes: Write = (value, pointer, indent) =>
    this.block(value as object, sortedKeys(value as object), pointer, indent, () => this.node);

  readonly layout: Write = (value, pointer, indent) => {
    const layout = value as Record<string, unknown>;
    const keys = orderedKeys(layout, LAYOUT_KEYS).filter(
      (key) => !LAYOUT_OPTIONAL.includes(key) || Object.keys(layout[key] as object).length > 0,
    );
    return this.block(layout, keys, pointer, indent, (key) => {
      const known = LAYOUT_TABLES.get(key);
      return known === undefined ? this.inline : this.records(known);
    });
  };

  readonly subgraph: Write = (value, pointer, indent) =>
    this.block(
      value as object,
      orderedKeys(value as object, SUBGRAPH_KEYS, ['layout']),
      pointer,
      indent,
      (key) => {
        if (key === 'inputs' || key === 'outputs') return this.records(PORT_KEYS, definedKeys);
        return this.graphPart(key) ?? this.spread;
      },
    );

  readonly subgraphs: Write = (value, pointer, indent) =>
    this.block(value as object, sortedKeys(value as object), pointer, indent, () => this.subgraph);

  readonly document: Write = (value, pointer, indent) =>
    this.block(
      value as object,
      orderedKeys(value as object, DOCUMENT_KEYS, ['layout']),
      pointer,
      indent,
      (key) => {
        if (key === 'subgraphs') return this.subgraphs;
        return key === 'inputs' ? this.table : (this.graphPart(key) ?? this.spread);
      },
    );

  /** How the parts are written that the document and every subgraph have. */
  private graphPart(key: string): Write | undefined {
    if (key === 'nodes') return this.nodes;
    if (key === 'edges') return this.records(EDGE_KEYS);
    return key === 'layout' ? this.layout : undefined;
  }

  private block(
    record: object,
    keys: readonly string[],
    pointer: string,
    indent: string,
    writerOf: (key: string) => Write,
  ): string {
    if (keys.length === 0) return '{}';
    const inner = `${indent}  `;
    const lines = keys.map((key) => {
      const value = (record as Record<string, unknown>)[key];
      return `${inner}${JSON.stringify(key)}: ${writerOf(key)(value, this.step(pointer, key), inner)}`;
    });
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }

  private number(value: number, pointer: string): string {
    const spelled = this.spellings.size === 0 ? undefined : this.spellings.get(pointer);
    if (spelled !== undefined && Object.is(Number(spelled), value)) return spelled;
    return numberText(value);
  }

  private step(pointer: string, key: string | number): string {
    return this.spellings.size === 0 ? '' : pointer + pointerStep(key);
  }
}

/**
 * The canonical text: two spaces, records sorted by id, layout last. A parameter, an edge and a position are one line
 * each, so that a diff of an edit touches what was edited and nothing else. Ends with a newline.
 */
export function printBlueprint(blueprint: Blueprint): string {
  return `${new Printer(spellingsOf(blueprint)).document(blueprint, '', '')}\n`;
}

/** The definitions of subgraphs as they stand in a blueprint, from the given indentation on. */
export function printSubgraphs(subgraphs: Readonly<Record<string, Subgraph>>, indent: string): string {
  return new Printer(new Map()).subgraphs(subgraphs, '', indent);
}

/** Any JSON on one line in the style of `printBlueprint`. */
export function printInline(value: JsonValue): string {
  return new Printer(new Map()).inline(value, '', '');
}
