import {
  type Blueprint,
  type BlueprintNode,
  instanceOf,
  instanceType,
  type Operation,
  type Subgraph,
} from '@atomiton/contracts';
import { sortedKeys } from './compare.js';
import { jsonEqual } from './json-equal.js';
import { subgraphAt, usedSubgraphs } from './subgraph-levels.js';

/** A node as an instance of the subgraph's new id; others as they are. */
function renamedInstance(node: BlueprintNode, ids: ReadonlyMap<string, string>): BlueprintNode {
  const subgraph = instanceOf(node.type);
  const id = subgraph === undefined ? undefined : ids.get(subgraph);
  return id === undefined || id === subgraph ? node : { ...node, type: instanceType(id) };
}

/**
 * Brings subgraphs from elsewhere into a document. One that the document has already, equal with all that it uses, is
 * taken from there; all others come in, under a free id where theirs is taken.
 */
export function adoptSubgraphs(
  blueprint: Pick<Blueprint, 'subgraphs'>,
  incoming: Readonly<Record<string, Subgraph>>,
): { operations: Operation[]; ids: Map<string, string>; rename(node: BlueprintNode): BlueprintNode } {
  const present = blueprint as Blueprint;
  const known = new Set(
    sortedKeys(incoming).filter((id) => {
      const own = subgraphAt(present, id);
      return own !== undefined && jsonEqual(own, incoming[id]);
    }),
  );
  for (let changed = true; changed; ) {
    changed = false;
    for (const id of known) {
      const uses = usedSubgraphs(incoming[id] as Subgraph);
      if (![...uses].some((used) => Object.hasOwn(incoming, used) && !known.has(used))) continue;
      known.delete(id);
      changed = true;
    }
  }
  const taken = new Set(Object.keys(blueprint.subgraphs ?? {}));
  const ids = new Map<string, string>();
  for (const id of sortedKeys(incoming)) {
    let free = id;
    if (!known.has(id)) {
      const base = id.replace(/-[0-9]+$/, '').slice(0, 56);
      for (let number = 2; taken.has(free); number++) free = `${base}-${number}`;
      taken.add(free);
    }
    ids.set(id, free);
  }
  const operations = sortedKeys(incoming).flatMap((id): Operation[] => {
    if (known.has(id)) return [];
    const subgraph = incoming[id] as Subgraph;
    const nodes = Object.fromEntries(
      Object.entries(subgraph.nodes).map(([inner, node]) => [inner, renamedInstance(node, ids)]),
    );
    return [{ op: 'set-subgraph', id: ids.get(id) as string, subgraph: { ...subgraph, nodes } }];
  });
  return { operations, ids, rename: (node) => renamedInstance(node, ids) };
}
