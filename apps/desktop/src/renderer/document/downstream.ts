import { buildGraph } from '@atomiton/blueprint';
import { type Blueprint, type Operation, parseSourceRef, parseTargetRef } from '@atomiton/contracts';

/** Nodes whose results an edit makes old: those whose logic it touches. Moves and names touch none. */
export function logicTouched(operations: readonly Operation[]): Set<string> {
  const touched = new Set<string>();
  for (const operation of operations) {
    switch (operation.op) {
      case 'set-parameter':
      case 'set-mode':
      case 'remove-node':
        touched.add(operation.id);
        break;
      case 'connect':
      case 'disconnect':
        touched.add(parseTargetRef(operation.to).node);
        break;
      default:
        break;
    }
  }
  return touched;
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
