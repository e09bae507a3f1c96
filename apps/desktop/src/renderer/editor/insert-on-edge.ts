import { disconnectEdge, targetPort } from '@atomiton/blueprint';
import {
  type Blueprint,
  type Catalog,
  type NodeDefinition,
  type Operation,
  parseSourceRef,
  parseTargetRef,
} from '@atomiton/contracts';
import { fittingPort, portTypeOf } from '../palette/fitting-port';

/**
 * The operations that put a new node into an edge: what fed the target feeds the node, and the node feeds the target.
 * Undefined where the node has no input or no output that fits.
 */
export function insertOnEdge(
  blueprint: Blueprint,
  catalog: Catalog,
  definition: NodeDefinition,
  to: string,
): ((id: string) => Operation[]) | undefined {
  const edge = blueprint.edges[to];
  if (edge === undefined) return undefined;
  const source = parseSourceRef(edge.from);
  const target = parseTargetRef(to);
  const sourceType = portTypeOf(blueprint, catalog, { ...source, direction: 'output' });
  const targetType = portTypeOf(blueprint, catalog, {
    node: target.node,
    port: target.port,
    direction: 'input',
  });
  if (sourceType === undefined || targetType === undefined) return undefined;
  const input = fittingPort(definition, sourceType, 'output');
  const output = fittingPort(definition, targetType, 'input');
  if (input === undefined || output === undefined) return undefined;
  if (targetPort(definition, parseTargetRef(`x.${input}`).port)?.kind !== 'input') return undefined;
  return (id) => [
    ...disconnectEdge(blueprint, to),
    { op: 'connect', to: `${id}.${input}`, edge: { from: edge.from } },
    { op: 'connect', to, edge: { ...edge, from: `${id}.${output}` } },
  ];
}

/** The same for a node that is there already and has no edges of its own; undefined where it does not fit. */
export function insertNodeOnEdge(
  blueprint: Blueprint,
  catalog: Catalog,
  id: string,
  to: string,
): Operation[] | undefined {
  const definition = catalog.get(blueprint.nodes[id]?.type ?? '');
  if (definition === undefined) return undefined;
  const wired = Object.entries(blueprint.edges).some(
    ([target, edge]) => parseTargetRef(target).node === id || parseSourceRef(edge.from).node === id,
  );
  return wired ? undefined : insertOnEdge(blueprint, catalog, definition, to)?.(id);
}
