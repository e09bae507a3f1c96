import {
  accepts,
  type Blueprint,
  type Catalog,
  type Edge,
  type Operation,
  parseSourceRef,
  parseTargetRef,
} from '@atomiton/contracts';
import { sortedKeys } from './compare.js';
import { deleteNodes } from './edits.js';
import { sourcePort, targetPort } from './ports.js';

/** The edges into each node, in the order of its inputs and parameters. */
function inboundEdges(blueprint: Blueprint, catalog: Catalog): Map<string, string[]> {
  const inbound = new Map<string, string[]>();
  for (const to of sortedKeys(blueprint.edges)) {
    const { node } = parseTargetRef(to);
    const present = inbound.get(node);
    if (present === undefined) inbound.set(node, [to]);
    else present.push(to);
  }
  for (const [node, targets] of inbound) {
    const definition = catalog.get(blueprint.nodes[node]?.type ?? '');
    if (definition === undefined) continue;
    const order = [...definition.inputs, ...definition.parameters].map(({ name }) => name);
    const rank = (to: string): number => order.indexOf(parseTargetRef(to).port);
    targets.sort((left, right) => rank(left) - rank(right));
  }
  return inbound;
}

/**
 * Deletes nodes and joins what fed them to what they fed, by type: each consumer gets the first source, in the order of
 * the inputs, that its input accepts. Where none fits, the consumer's input is left open. Linear in document and paths.
 */
export function deleteReconnecting(
  blueprint: Blueprint,
  catalog: Catalog,
  ids: Iterable<string>,
): Operation[] {
  const doomed = new Set([...ids].filter((id) => Object.hasOwn(blueprint.nodes, id)));
  const inbound = inboundEdges(blueprint, catalog);
  const typeOf = (from: string) => {
    const { node, port } = parseSourceRef(from);
    const definition = catalog.get(blueprint.nodes[node]?.type ?? '');
    return definition === undefined ? undefined : sourcePort(definition, port)?.type;
  };
  /** Outputs of remaining nodes that reach a doomed node, nearest first, each once. */
  const sourcesOf = (start: string): string[] => {
    const found: string[] = [];
    const seen = new Set([start]);
    const open = [start];
    for (let head = 0; head < open.length; head++) {
      for (const to of inbound.get(open[head] as string) ?? []) {
        const { from } = blueprint.edges[to] as Edge;
        const { node } = parseSourceRef(from);
        if (!doomed.has(node)) found.push(from);
        else if (!seen.has(node)) {
          seen.add(node);
          open.push(node);
        }
      }
    }
    return found;
  };
  const joins: Operation[] = [];
  for (const to of sortedKeys(blueprint.edges)) {
    const edge = blueprint.edges[to] as Edge;
    const target = parseTargetRef(to);
    const source = parseSourceRef(edge.from).node;
    if (!doomed.has(source) || doomed.has(target.node)) continue;
    const definition = catalog.get(blueprint.nodes[target.node]?.type ?? '');
    const port = definition === undefined ? undefined : targetPort(definition, target.port);
    const from = sourcesOf(source).find((candidate) => {
      const type = typeOf(candidate);
      return port !== undefined && type !== undefined && accepts(type, port.type);
    });
    if (from !== undefined) joins.push({ op: 'connect', to, edge: { ...edge, from } });
  }
  return [...deleteNodes(blueprint, doomed), ...joins];
}
