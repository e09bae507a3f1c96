import { type Blueprint, FORMAT_VERSION } from '@atomiton/contracts';

/** A document without nodes. `id` is unique to the document and never changes. */
export function newBlueprint(name: string, id: string): Blueprint {
  return {
    formatVersion: FORMAT_VERSION,
    id,
    name,
    nodes: {},
    edges: {},
    layout: { positions: {}, groups: {}, notes: {} },
  };
}
