import { newBlueprint } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';

/** Distance of two nodes of a grid, in canvas units. */
export const GRID = { x: 280, y: 240 };

/** `count` previews in rows of `columns`, named `node_0` and so on, each fed by its left neighbour. */
export function gridBlueprint(name: string, count: number, columns: number): Blueprint {
  const grid = newBlueprint(name, name);
  for (let index = 0; index < count; index++) {
    const id = `node_${index}`;
    const column = index % columns;
    grid.nodes[id] = {
      type: 'core/preview',
      typeVersion: 1,
      name: `Preview ${index}`,
      parameters: {},
      mode: 'active',
    };
    grid.layout.positions[id] = { x: column * GRID.x, y: Math.floor(index / columns) * GRID.y };
    if (column > 0) grid.edges[`${id}.value`] = { from: `node_${index - 1}.value` };
  }
  return grid;
}
