import { buildGraph, jsonEqual } from '@atomiton/blueprint';
import {
  type Blueprint,
  type BlueprintNode,
  type Catalog,
  parseSourceRef,
  parseTargetRef,
} from '@atomiton/contracts';
import { withResolvedFiles } from './file-parameters';

type Logic = Pick<BlueprintNode, 'type' | 'typeVersion' | 'parameters' | 'mode'>;

/** A flattened document and the folder its relative paths start from; undefined where it has none yet. */
export interface PlacedBlueprint {
  blueprint: Blueprint;
  baseFolder: string | undefined;
}

/**
 * The nodes of `now` whose own logic is not that of `then`: what they are, their parameters, the edges into them.
 * Names, places and time limits make no difference, nor does another path to the same file. Linear in the document;
 * shared parts are skipped.
 */
export function logicDifference(then: PlacedBlueprint, now: PlacedBlueprint, catalog: Catalog): Set<string> {
  const { blueprint: before } = then;
  const { blueprint: after } = now;
  const hasMoved = then.baseFolder !== now.baseFolder;
  const sameParameters = (one: Logic, other: Logic): boolean => {
    if (!hasMoved && jsonEqual(one.parameters, other.parameters)) return true;
    const old = withResolvedFiles(one.type, one.parameters, catalog, then.baseFolder);
    return jsonEqual(old, withResolvedFiles(other.type, other.parameters, catalog, now.baseFolder));
  };
  const sameLogic = (one: Logic, other: Logic): boolean =>
    one.type === other.type &&
    one.typeVersion === other.typeVersion &&
    one.mode === other.mode &&
    sameParameters(one, other);
  const different = new Set<string>();
  if (hasMoved || before.nodes !== after.nodes) {
    for (const [id, node] of Object.entries(after.nodes)) {
      const old = Object.hasOwn(before.nodes, id) ? before.nodes[id] : undefined;
      if (old === undefined || ((hasMoved || old !== node) && !sameLogic(old, node))) different.add(id);
    }
  }
  if (before.edges !== after.edges) {
    for (const to of new Set([...Object.keys(before.edges), ...Object.keys(after.edges)])) {
      const old = Object.hasOwn(before.edges, to) ? before.edges[to] : undefined;
      const now = Object.hasOwn(after.edges, to) ? after.edges[to] : undefined;
      if (old !== now && !jsonEqual(old, now)) different.add(parseTargetRef(to).node);
    }
  }
  return different;
}

/** The nodes given and all that depend on them; linear in the document. */
export function withDownstream(blueprint: Blueprint, start: ReadonlySet<string>): Set<string> {
  const graph = buildGraph(
    Object.keys(blueprint.nodes),
    Object.entries(blueprint.edges).map(([to, edge]) => ({
      from: parseSourceRef(edge.from).node,
      to: parseTargetRef(to).node,
    })),
  );
  const reached = new Set(start);
  const open = [...start].flatMap((id) => graph.indexOf.get(id) ?? []);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const end = graph.successorStart[node + 1] ?? 0;
    for (let slot = graph.successorStart[node] ?? 0; slot < end; slot++) {
      const successor = graph.successors[slot] ?? 0;
      const id = graph.ids[successor] ?? '';
      if (reached.has(id)) continue;
      reached.add(id);
      open.push(successor);
    }
  }
  return reached;
}
