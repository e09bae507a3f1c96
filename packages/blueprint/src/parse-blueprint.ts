import { type Blueprint, blueprintSchema, type Diagnostic } from '@atomiton/contracts';
import { jsonFault } from './json-fault.js';
import { migrateBlueprint } from './migrate-blueprint.js';
import { withSpellings } from './number-spellings.js';
import { type JsonProblem, MAX_JSON_DEPTH, scanJson } from './scan-json.js';

/** Longer files are refused. Bytes of UTF-8. */
export const MAX_BLUEPRINT_BYTES = 16 * 1024 * 1024;

const MAX_DIAGNOSTICS = 200;

type ShapeIssue = NonNullable<ReturnType<typeof blueprintSchema.safeParse>['error']>['issues'][number];

export type ParsedBlueprint =
  | { ok: true; blueprint: Blueprint; diagnostics: Diagnostic[] }
  | { ok: false; diagnostics: Diagnostic[] };

/** Where a problem is: a node, and the subgraph that it belongs to. */
type Place = Pick<Diagnostic, 'in' | 'node'>;

function error(code: string, message: string, hint: string, place: Place = {}): Diagnostic {
  return { severity: 'error', code, message, hint, ...place };
}

/** Of a longer path the first and the last steps are shown. */
const MAX_PATH_STEPS = 12;

function stepText(step: PropertyKey): string {
  if (typeof step === 'number') return `[${step}]`;
  const key = String(step);
  return /^[\w.-]{1,80}$/.test(key) ? `.${key}` : `[${JSON.stringify(key.slice(0, 80))}]`;
}

/** `nodes.csv.parameters[0]`; a key that is not a plain word is quoted. */
function pathText(path: readonly PropertyKey[]): string {
  const steps = path.map(stepText);
  const left = steps.length - MAX_PATH_STEPS;
  const shown = left <= 0 ? steps : [...steps.slice(0, 8), `…${left} levels…`, ...steps.slice(-4)];
  const text = shown.join('').replace(/^\./, '');
  return text === '' ? 'the file' : text;
}

function placeOf(path: readonly PropertyKey[]): Place {
  const inner = path[0] === 'subgraphs' && typeof path[1] === 'string';
  const [part, id] = inner ? path.slice(2) : path;
  return {
    ...(inner ? { in: String(path[1]).slice(0, 80) } : {}),
    ...(part === 'nodes' && typeof id === 'string' ? { node: id.slice(0, 80) } : {}),
  };
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

/** What to say about a file that is too large to read; also for those who know the size before they read it. */
export function tooLargeDiagnostic(sizeBytes: number): Diagnostic {
  const megabytes = (sizeBytes / (1024 * 1024)).toFixed(1);
  const limit = MAX_BLUEPRINT_BYTES / (1024 * 1024);
  return error(
    'too-large',
    `The file has ${megabytes} MB; a blueprint may have at most ${limit} MB.`,
    'Split the blueprint, or keep data in files that its nodes read.',
  );
}

function utf8Length(text: string): number {
  return text.length * 3 <= MAX_BLUEPRINT_BYTES ? text.length : new TextEncoder().encode(text).length;
}

function scanDiagnostic({ code, path, received }: JsonProblem): Diagnostic {
  const place = pathText(path);
  const at = placeOf(path);
  switch (code) {
    case 'reserved-key':
      return error(code, `${place}: the key "${received}" is not allowed.`, 'Rename or remove the key.', at);
    case 'duplicate-key':
      return error(code, `${place}: the key "${received}" is there twice.`, 'Remove one of the two.', at);
    case 'number-out-of-range':
      return error(
        code,
        `${place}: ${received.slice(0, 40)} is beyond the range of numbers (±1.8e308).`,
        'Write a smaller number, or text.',
        at,
      );
    case 'too-deep':
      return error(
        code,
        `${place.slice(0, 200)} is nested deeper than ${MAX_JSON_DEPTH} levels.`,
        'Flatten the value.',
        at,
      );
  }
}

function shapeDiagnostic(issue: ShapeIssue, document: unknown): Diagnostic {
  const { path } = issue;
  const at = placeOf(path);
  if (issue.code === 'invalid_key') {
    const key = String(path.at(-1));
    const custom = issue.issues.find((inner) => inner.code === 'custom');
    const rule =
      custom !== undefined
        ? 'is a reserved word'
        : path.at(-2) === 'edges'
          ? 'is not the target of an edge (node.input or node.input.0)'
          : 'is not a name here (a letter from a to z, then letters, digits and _, at most 64)';
    return error(
      'bad-shape',
      `${pathText(path.slice(0, -1))}: "${key.slice(0, 80)}" ${rule}.`,
      'Rename it.',
      at,
    );
  }
  const expected = issue.message.replace(/^Invalid (input|option): /, '').replace(/, received .*$/, '');
  const received = show(valueAt(document, path));
  return error('bad-shape', `${pathText(path)}: ${expected}; received ${received}.`, 'Repair the file.', at);
}

/** Line and column of a place in a text, both from 1. */
function placeText(text: string, at: number): string {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return `line ${line}, column ${at - before.lastIndexOf('\n')}`;
}

/**
 * Reads the text of a blueprint file of any format version. Never throws, whatever the text.
 * Unknown keys, unknown node types and the spelling of numbers are kept for `printBlueprint`.
 * @param maxBytes longer texts are refused; without a limit for what was printed here and must come back.
 */
export function parseBlueprint(text: string, maxBytes: number = MAX_BLUEPRINT_BYTES): ParsedBlueprint {
  const sizeBytes = text.length > maxBytes ? text.length : utf8Length(text);
  if (sizeBytes > maxBytes) return { ok: false, diagnostics: [tooLargeDiagnostic(sizeBytes)] };
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (bare.trim() === '') {
    return {
      ok: false,
      diagnostics: [
        error('empty-file', 'The file is empty; a blueprint is a JSON object.', 'Choose another file.'),
      ],
    };
  }
  let raw: unknown;
  try {
    raw = JSON.parse(bare);
  } catch {
    // Nothing of the text itself: it may be any file that somebody named as a blueprint.
    const at = jsonFault(bare);
    const message =
      at >= bare.length
        ? `The file is not JSON: it ends too early, at ${placeText(bare, bare.length)}.`
        : `The file is not JSON from ${placeText(bare, at)} on.`;
    return {
      ok: false,
      diagnostics: [error('bad-json', message, 'Repair the text, or choose another file.')],
    };
  }
  const { spellings, problems } = scanJson(bare);
  if (problems.length > 0) return { ok: false, diagnostics: problems.map(scanDiagnostic) };
  const migration = migrateBlueprint(raw);
  if (!migration.ok) return migration;
  const checked = blueprintSchema.safeParse(migration.document);
  if (!checked.success) {
    const diagnostics = checked.error.issues
      .slice(0, MAX_DIAGNOSTICS)
      .map((issue) => shapeDiagnostic(issue, migration.document));
    return { ok: false, diagnostics };
  }
  return { ok: true, blueprint: withSpellings(checked.data, spellings), diagnostics: migration.diagnostics };
}
