import { type Blueprint, parseSourceRef, parseTargetRef, RESERVED_IDS } from '@atomiton/contracts';
import { namedByLayout } from './layout-edits.js';

const MAX_BASE_LENGTH = 56;

/** The id that a type suggests: `core/csv-reader` → `csv_reader`; a reserved word gets `_node` appended. */
export function idBase(type: string): string {
  const name = type.slice(type.indexOf('/') + 1);
  const cleaned = name
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, MAX_BASE_LENGTH);
  if (cleaned === '') return 'n';
  return RESERVED_IDS.has(cleaned) ? `${cleaned}_node` : cleaned;
}

/** Ids that nodes have or that edges and layout name, also where the node is missing. */
export function takenIds(blueprint: Blueprint): Set<string> {
  const taken = namedByLayout(blueprint);
  for (const id of Object.keys(blueprint.nodes)) taken.add(id);
  for (const [to, edge] of Object.entries(blueprint.edges)) {
    taken.add(parseTargetRef(to).node);
    taken.add(parseSourceRef(edge.from).node);
  }
  return taken;
}

/** Gives out ids that are free in the blueprint, each once: `csv_reader`, `csv_reader_2`, … */
export function createIdAllocator(blueprint: Blueprint): (wanted: string) => string {
  const taken = takenIds(blueprint);
  const nextNumber = new Map<string, number>();
  return (wanted) => {
    const base = idBase(wanted);
    let id = base;
    let number = nextNumber.get(base) ?? 2;
    while (taken.has(id)) id = `${base}_${number++}`;
    nextNumber.set(base, number);
    taken.add(id);
    return id;
  };
}

/** A free node id for a new node of this type. */
export function freshNodeId(blueprint: Blueprint, type: string): string {
  return createIdAllocator(blueprint)(type);
}
