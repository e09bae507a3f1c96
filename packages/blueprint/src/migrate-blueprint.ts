import { type Diagnostic, FORMAT_VERSION, isForbiddenKey } from '@atomiton/contracts';

type RawDocument = Record<string, unknown>;

export type Migration =
  | { ok: true; document: RawDocument; from: number; diagnostics: Diagnostic[] }
  | { ok: false; diagnostics: Diagnostic[] };

interface MigrationStep {
  document: RawDocument;
  diagnostics: Diagnostic[];
}

function isRecord(value: unknown): value is RawDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problem(message: string, hint: string, node?: string): Diagnostic {
  return {
    severity: 'error',
    code: 'bad-shape',
    message,
    hint,
    ...(node === undefined ? {} : { node }),
  };
}

/**
 * Version 0 kept nodes and edges as lists and positions inside the nodes:
 * `{formatVersion: 0, name, nodes: [{id, type, version?, params?, x?, y?, …}], edges: [{from, to, …}], …}`.
 * Version 1 keys nodes by id and edges by target, and keeps layout apart. Everything else is carried over unchanged.
 */
function fromVersion0(old: RawDocument): MigrationStep {
  const diagnostics: Diagnostic[] = [];
  const nodes: RawDocument = {};
  const positions: RawDocument = {};
  const edges: RawDocument = {};
  const { nodes: oldNodes = [], edges: oldEdges = [], name = 'Untitled', ...rest } = old;
  if (!Array.isArray(oldNodes))
    diagnostics.push(problem('nodes must be a list in version 0.', 'Repair the file.'));
  else {
    oldNodes.forEach((entry: unknown, index) => {
      if (!isRecord(entry) || typeof entry.id !== 'string') {
        diagnostics.push(problem(`nodes[${index}] has no id.`, 'Give the node an id.'));
        return;
      }
      const { id, version = 1, params = {}, x, y, ...others } = entry;
      if (isForbiddenKey(id)) {
        diagnostics.push(
          problem(`nodes[${index}] has the id "${id}", which is not allowed.`, 'Rename the node.'),
        );
        return;
      }
      if (Object.hasOwn(nodes, id)) {
        diagnostics.push(
          problem(`nodes[${index}] has the id "${id}" a second time.`, 'Rename one of the two.', id),
        );
        return;
      }
      nodes[id] = { ...others, typeVersion: version, parameters: params };
      if (x !== undefined || y !== undefined) positions[id] = { x: x ?? 0, y: y ?? 0 };
    });
  }
  if (!Array.isArray(oldEdges))
    diagnostics.push(problem('edges must be a list in version 0.', 'Repair the file.'));
  else {
    oldEdges.forEach((entry: unknown, index) => {
      if (!isRecord(entry) || typeof entry.to !== 'string') {
        diagnostics.push(
          problem(`edges[${index}] has no "to".`, 'Write it as {"from": "a.out", "to": "b.in"}.'),
        );
        return;
      }
      const { to, ...others } = entry;
      if (isForbiddenKey(to)) {
        diagnostics.push(
          problem(`edges[${index}] ends at "${to}", which is not allowed.`, 'Remove the edge.'),
        );
        return;
      }
      if (Object.hasOwn(edges, to)) {
        diagnostics.push(problem(`edges[${index}] is a second edge into "${to}".`, 'Keep one of the two.'));
        return;
      }
      edges[to] = others;
    });
  }
  const id = typeof rest.id === 'string' ? rest.id : `from-version-0-${String(name).slice(0, 100)}`;
  return {
    document: { ...rest, formatVersion: 1, id, name, nodes, edges, layout: { positions } },
    diagnostics,
  };
}

/** `STEPS[n]` turns a document of version n into one of version n + 1. */
const STEPS: readonly ((document: RawDocument) => MigrationStep)[] = [fromVersion0];

function versionProblem(message: string, hint: string): Migration {
  return { ok: false, diagnostics: [{ severity: 'error', code: 'format-version', message, hint }] };
}

/** Brings a parsed document to the current format version; its shape is checked afterwards, by the schema. */
export function migrateBlueprint(raw: unknown): Migration {
  if (!isRecord(raw)) {
    const received = raw === null ? 'null' : Array.isArray(raw) ? 'a list' : `a ${typeof raw}`;
    return {
      ok: false,
      diagnostics: [problem(`A blueprint is a JSON object; received ${received}.`, 'Choose another file.')],
    };
  }
  const version = raw.formatVersion;
  if (version === undefined) {
    return versionProblem(
      `The file has no formatVersion; this is how a blueprint of version ${FORMAT_VERSION} begins.`,
      'Choose a blueprint file, or add "formatVersion" if it was written by hand.',
    );
  }
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) {
    return versionProblem(
      `formatVersion must be a whole number from 0 to ${FORMAT_VERSION}; received ${JSON.stringify(version)}.`,
      'Repair the number in the file.',
    );
  }
  if (version > FORMAT_VERSION) {
    return versionProblem(
      `The file has format version ${version}; this program reads up to version ${FORMAT_VERSION}.`,
      'Open it with a newer Atomiton.',
    );
  }
  let document = raw;
  const diagnostics: Diagnostic[] = [];
  for (const step of STEPS.slice(version)) {
    const result = step(document);
    if (result.diagnostics.length > 0) return { ok: false, diagnostics: result.diagnostics };
    document = result.document;
  }
  if (version < FORMAT_VERSION) {
    diagnostics.push({
      severity: 'info',
      code: 'migrated',
      message: `The file had format version ${version} and was brought to version ${FORMAT_VERSION}.`,
      hint: 'Save it to keep the new form.',
    });
  }
  return { ok: true, document, from: version, diagnostics };
}
