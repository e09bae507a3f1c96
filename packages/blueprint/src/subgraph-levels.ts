import {
  type Blueprint,
  type BlueprintNode,
  INPUT_BOUNDARY,
  instanceOf,
  OUTPUT_BOUNDARY,
  type Subgraph,
} from '@atomiton/contracts';

/** Node types of the two ends of an interface, as they stand among the nodes of an entered subgraph. */
export const INPUTS_TYPE = 'interface/inputs';
export const OUTPUTS_TYPE = 'interface/outputs';

const INPUTS_NODE: BlueprintNode = { type: INPUTS_TYPE, typeVersion: 1, parameters: {}, mode: 'active' };
const OUTPUTS_NODE: BlueprintNode = { type: OUTPUTS_TYPE, typeVersion: 1, parameters: {}, mode: 'active' };

/** True for the type of the two ends of an interface. */
export function isBoundaryType(type: string): boolean {
  return type === INPUTS_TYPE || type === OUTPUTS_TYPE;
}

/** The subgraph of that id, or undefined. */
export function subgraphAt(blueprint: Blueprint, id: string): Subgraph | undefined {
  const { subgraphs } = blueprint;
  return subgraphs !== undefined && Object.hasOwn(subgraphs, id) ? subgraphs[id] : undefined;
}

/**
 * A subgraph as a blueprint of its own, to be drawn, checked and edited like any other: its interface stands among its
 * nodes as `input` and `output`. Edits of it need `in`. Undefined where there is no such subgraph.
 */
export function levelBlueprint(root: Blueprint, id: string): Blueprint | undefined {
  const subgraph = subgraphAt(root, id);
  if (subgraph === undefined) return undefined;
  const { nodes, edges, layout } = subgraph;
  return {
    ...root,
    nodes: { ...nodes, [INPUT_BOUNDARY]: INPUTS_NODE, [OUTPUT_BOUNDARY]: OUTPUTS_NODE },
    edges,
    layout,
  };
}

/** Every graph of a document: the blueprint itself, then its subgraphs by id. */
export function* allLevels(
  blueprint: Blueprint,
): Generator<{ id: string | undefined; level: Pick<Blueprint, 'nodes' | 'edges' | 'layout'> }> {
  yield { id: undefined, level: blueprint };
  for (const id of Object.keys(blueprint.subgraphs ?? {}).sort()) {
    yield { id, level: (blueprint.subgraphs as Record<string, Subgraph>)[id] as Subgraph };
  }
}

/** Ids of the subgraphs that a graph has instances of, whether they exist or not; each once. */
export function usedSubgraphs(level: Pick<Blueprint, 'nodes'>): Set<string> {
  const used = new Set<string>();
  for (const id of Object.keys(level.nodes)) {
    const subgraph = instanceOf((level.nodes[id] as BlueprintNode).type);
    if (subgraph !== undefined) used.add(subgraph);
  }
  return used;
}

/** Those given and all that they use in turn, as far as the document has them. */
export function subgraphClosure(blueprint: Blueprint, ids: Iterable<string>): Record<string, Subgraph> {
  const found: Record<string, Subgraph> = {};
  const open = [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const subgraph = subgraphAt(blueprint, id);
    if (subgraph === undefined || Object.hasOwn(found, id)) continue;
    found[id] = subgraph;
    open.push(...usedSubgraphs(subgraph));
  }
  return found;
}
