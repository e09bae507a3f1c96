import type { Blueprint, Operation } from '@atomiton/contracts';

/** Whether an operation changes the graph of this level. */
export function touchesLevel(operation: Operation, subgraph: string | undefined): boolean {
  switch (operation.op) {
    case 'rename-blueprint':
      return false;
    case 'replace':
      return true;
    case 'set-subgraph':
    case 'set-interface':
      return operation.id === subgraph;
    default:
      return operation.in === subgraph;
  }
}

/** Whether the instances of a subgraph have another colour after it. */
export function recolors(operation: Operation, { subgraphs }: Blueprint): boolean {
  if (operation.op !== 'set-interface') return false;
  return subgraphs?.[operation.id]?.color !== operation.interface.color;
}

/** Whether the canvas has to be drawn anew after it. */
export function isWhole({ op }: Operation): boolean {
  return op === 'replace' || op === 'set-subgraph' || op === 'set-interface';
}

/** The graphs whose drawing an operation changes: a subgraph, or '' for the document itself. */
export function levelsTouched(operation: Operation): string[] {
  switch (operation.op) {
    case 'rename-blueprint':
    case 'replace':
    case 'set-subgraph':
      return [];
    case 'set-interface':
      return [operation.id];
    default:
      return [operation.in ?? ''];
  }
}
