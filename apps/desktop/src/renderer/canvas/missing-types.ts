import type { Blueprint, Catalog } from '@atomiton/contracts';
import { shownText } from '../document/shown-text';

/** A node type that is not in the catalog, with its nodes in the order of the document. */
export interface MissingType {
  type: string;
  nodes: { id: string; name: string }[];
}

/** The types that no pack provides, by name; `broken` are the nodes that have a problem at all. */
export function missingTypes(
  blueprint: Blueprint,
  catalog: Catalog,
  broken: Iterable<string>,
): MissingType[] {
  const byType = new Map<string, MissingType>();
  for (const id of broken) {
    const node = Object.hasOwn(blueprint.nodes, id) ? blueprint.nodes[id] : undefined;
    if (node === undefined || catalog.has(node.type)) continue;
    const entry = byType.get(node.type) ?? { type: node.type, nodes: [] };
    entry.nodes.push({ id, name: shownText(node.name ?? id) });
    byType.set(node.type, entry);
  }
  return [...byType.values()].sort((left, right) => (left.type < right.type ? -1 : 1));
}
