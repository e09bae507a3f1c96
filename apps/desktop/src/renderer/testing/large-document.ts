import type { Blueprint } from '@atomiton/contracts';

/** A grid of numbers and previews with an edge between neighbours, for measurements. */
export function largeDocument(count: number): Blueprint {
  const blueprint: Blueprint = {
    formatVersion: 1,
    id: 'large',
    name: `${count} nodes`,
    nodes: {},
    edges: {},
    layout: { positions: {}, groups: {}, notes: {} },
  };
  const columns = Math.ceil(Math.sqrt(count));
  for (let index = 0; index < count; index++) {
    const id = `node_${index}`;
    blueprint.nodes[id] = { type: 'core/preview', typeVersion: 1, mode: 'active', parameters: {} };
    const column = index % columns;
    blueprint.layout.positions[id] = { x: column * 280, y: Math.floor(index / columns) * 240 };
    if (column > 0) blueprint.edges[`${id}.value`] = { from: `node_${index - 1}.value` };
  }
  return blueprint;
}
