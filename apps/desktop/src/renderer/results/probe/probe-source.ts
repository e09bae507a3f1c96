import { type Blueprint, type NodeDefinition, parseSourceRef, parseTargetRef } from '@atomiton/contracts';
import type { ResultSource } from '../result-store';

/** What flows over an edge, by its target. */
export function sourceOfEdge(blueprint: Blueprint, to: string): ResultSource | undefined {
  const from = blueprint.edges[to]?.from;
  return from === undefined ? undefined : parseSourceRef(from);
}

/** What a port holds: an output its own value, an input that of the first edge into it. */
export function sourceOfPort(
  blueprint: Blueprint,
  ref: string,
  direction: 'input' | 'output',
): ResultSource | undefined {
  if (direction === 'output') return parseSourceRef(ref);
  const direct = sourceOfEdge(blueprint, ref);
  if (direct !== undefined) return direct;
  const listed = Object.keys(blueprint.edges).find((to) => {
    const target = parseTargetRef(to);
    return `${target.node}.${target.port}` === ref;
  });
  return listed === undefined ? undefined : sourceOfEdge(blueprint, listed);
}

/** A port of a node that a value can be asked of. */
export interface ProbePort {
  ref: string;
  direction: 'input' | 'output';
  source: ResultSource;
}

/** The ports of a node in the order in which keys lead to them: outputs, then inputs that are fed. */
export function portsOf(
  blueprint: Blueprint,
  node: string,
  definition: NodeDefinition | undefined,
): ProbePort[] {
  const outputs = (definition?.outputs ?? []).map(({ name }): ProbePort => {
    return { ref: `${node}.${name}`, direction: 'output', source: { node, port: name } };
  });
  const inputs = Object.keys(blueprint.edges).flatMap((to): ProbePort[] => {
    const target = parseTargetRef(to);
    const source = sourceOfEdge(blueprint, to);
    if (target.node !== node || source === undefined) return [];
    return [{ ref: `${node}.${target.port}`, direction: 'input', source }];
  });
  return [...outputs, ...inputs];
}
