import { accepts, type Blueprint, type Catalog, type PortType } from '@atomiton/contracts';
import { withDownstream } from '../document/logic-difference';

/** An output that an edge could come from. */
export interface FittingSource {
  /** `node.output`. */
  from: string;
  node: string;
  port: string;
  /** The node as people call it. */
  name: string;
  type: PortType;
}

/** Every output whose type fits and whose node does not depend on `node`; by name. Linear in the document. */
export function fittingSources(
  blueprint: Blueprint,
  catalog: Catalog,
  node: string,
  type: PortType,
): FittingSource[] {
  const behind = withDownstream(blueprint, new Set([node]));
  const found: FittingSource[] = [];
  for (const [id, candidate] of Object.entries(blueprint.nodes)) {
    if (behind.has(id)) continue;
    const definition = catalog.get(candidate.type);
    for (const output of definition?.outputs ?? []) {
      if (!accepts(output.type, type)) continue;
      const name = candidate.name ?? definition?.name ?? id;
      found.push({ from: `${id}.${output.name}`, node: id, port: output.name, name, type: output.type });
    }
  }
  return found.sort(
    (left, right) =>
      left.name.localeCompare(right.name, 'en', { numeric: true }) || (left.from < right.from ? -1 : 1),
  );
}
