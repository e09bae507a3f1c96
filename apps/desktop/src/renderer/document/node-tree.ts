import { subgraphAt } from '@atomiton/blueprint';
import { type Blueprint, type BlueprintNode, instanceOf } from '@atomiton/contracts';

/** A node of a document, with the instances of subgraphs that it is inside of. */
export interface TreeNode {
  /** `instance/inner`, as a run names it. */
  path: string;
  id: string;
  node: BlueprintNode;
  /** How many subgraphs it is inside of. */
  depth: number;
  /** It is an instance whose nodes can be listed. */
  opens: boolean;
}

/**
 * The nodes of a document in the order of its file, those of an instance behind it where it is open; at most so many.
 * A subgraph that contains itself is listed once on each way down.
 */
export function nodeTree(root: Blueprint, isOpen: (path: string) => boolean, most: number): TreeNode[] {
  const found: TreeNode[] = [];
  const stack: {
    nodes: Record<string, BlueprintNode>;
    ids: string[];
    next: number;
    prefix: string;
    subgraph: string;
  }[] = [];
  const enter = (nodes: Record<string, BlueprintNode>, prefix: string, subgraph: string): void => {
    stack.push({ nodes, ids: Object.keys(nodes), next: 0, prefix, subgraph });
  };
  enter(root.nodes, '', '');
  for (let level = stack.at(-1); level !== undefined && found.length < most; level = stack.at(-1)) {
    const id = level.ids[level.next++];
    const node = id === undefined ? undefined : level.nodes[id];
    if (id === undefined || node === undefined) {
      if (id === undefined) stack.pop();
      continue;
    }
    const path = `${level.prefix}${id}`;
    const used = instanceOf(node.type) ?? '';
    const inside = stack.some(({ subgraph }) => subgraph === used && used !== '')
      ? undefined
      : subgraphAt(root, used);
    found.push({ path, id, node, depth: stack.length - 1, opens: inside !== undefined });
    if (inside !== undefined && isOpen(path)) enter(inside.nodes, `${path}/`, used);
  }
  return found;
}
