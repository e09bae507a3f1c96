import path from 'node:path';
import { allLevels, inLevel, withSubgraphs } from '@atomiton/blueprint';
import type { Blueprint, Catalog, JsonValue, Operation } from '@atomiton/contracts';

/** A relative path as a blueprint holds it: with `/`, whatever the system. */
function toBlueprintPath(file: string): string {
  return path.sep === '/' ? file : file.replaceAll(path.sep, '/');
}

/**
 * The path as seen from another folder. Absolute where no folder is given to start from, or none can be reached
 * relatively (another drive); the empty text stays empty.
 */
function rebase(file: string, from: string | undefined, to: string): string {
  if (file === '') return file;
  if (!path.isAbsolute(file) && from === undefined) return file;
  const absolute = from === undefined ? path.normalize(file) : path.resolve(from, file);
  const relative = path.relative(to, absolute);
  return toBlueprintPath(path.isAbsolute(relative) ? absolute : relative === '' ? '.' : relative);
}

function rebaseValue(value: JsonValue, from: string | undefined, to: string): JsonValue {
  if (typeof value === 'string') return rebase(value, from, to);
  if (Array.isArray(value)) return value.map((item) => rebaseValue(item, from, to));
  return value;
}

/**
 * The edits that make every path of a blueprint relative to the folder its file goes to (parameters of the types
 * `file` and `list<file>`). Unknown node types and values of other shapes stay as they are.
 * @param from folder that its relative paths start from now; undefined where it has none.
 */
export function rebasePaths(
  blueprint: Blueprint,
  catalog: Catalog,
  from: string | undefined,
  to: string,
): Operation[] {
  const operations: Operation[] = [];
  const full = withSubgraphs(blueprint, catalog);
  for (const { id: level, level: graph } of allLevels(blueprint)) {
    for (const [id, node] of Object.entries(graph.nodes)) {
      for (const spec of full.get(node.type)?.parameters ?? []) {
        if (spec.type !== 'file' && spec.type !== 'list<file>') continue;
        const before = Object.hasOwn(node.parameters, spec.name) ? node.parameters[spec.name] : undefined;
        if (before === undefined) continue;
        const after = rebaseValue(before, from, to);
        if (JSON.stringify(after) === JSON.stringify(before)) continue;
        operations.push(inLevel({ op: 'set-parameter', id, name: spec.name, value: after }, level));
      }
    }
  }
  return operations;
}
