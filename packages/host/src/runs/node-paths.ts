import { flatten } from '@atomiton/blueprint';
import type { Blueprint, Diagnostic } from '@atomiton/contracts';

/** The names by which a run knows nodes: `instance/inner` inside subgraphs. */
export interface NodePaths {
  /** Every node that can be run to: instances of subgraphs, then all others. */
  paths: ReadonlySet<string>;
  /** How many nodes a run of all has. */
  count: number;
  /** A problem inside a subgraph, named by the first instance that has it; one that nobody uses by the subgraph. */
  placed(diagnostic: Diagnostic): Diagnostic;
}

export function nodePaths(blueprint: Blueprint): NodePaths {
  const { idOf, instances } = flatten(blueprint);
  const firstOf = new Map<string, string>();
  for (const [path, { subgraph }] of instances) if (!firstOf.has(subgraph)) firstOf.set(subgraph, path);
  return {
    paths: new Set([...instances.keys(), ...idOf.keys()]),
    count: idOf.size,
    placed(diagnostic) {
      const { in: subgraph, node, ...rest } = diagnostic;
      if (subgraph === undefined) return diagnostic;
      const place = firstOf.get(subgraph) ?? `subgraph ${subgraph}`;
      return { ...rest, node: node === undefined ? place : `${place}/${node}` };
    },
  };
}
