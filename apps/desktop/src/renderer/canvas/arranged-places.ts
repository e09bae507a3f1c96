import { autoLayout } from '@atomiton/blueprint';
import type { Blueprint, Position } from '@atomiton/contracts';
import { NODE_WIDTH } from '../node/node-geometry';

/** Room between what has a place and what is given one, in canvas units. */
const GAP = 60;

interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function boundsOf(
  places: readonly (readonly [string, Position])[],
  heightOf: (id: string) => number,
): Bounds {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [id, { x, y }] of places) {
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x + NODE_WIDTH);
    bounds.bottom = Math.max(bounds.bottom, y + heightOf(id));
  }
  return bounds;
}

/**
 * Places for the nodes that `positions` does not mention, in canvas units: from left to right along their edges, below
 * everything that has a place where they would come among it.
 * @param heightOf height of a node as it is drawn
 */
export function arrangedPlaces(
  graph: Pick<Blueprint, 'nodes' | 'edges'>,
  positions: Readonly<Record<string, Position>>,
  heightOf: (id: string) => number,
): Record<string, Position> {
  const arranged = autoLayout(graph, heightOf);
  const placed: [string, Position][] = [];
  const places: [string, Position][] = [];
  for (const id of Object.keys(graph.nodes)) {
    const at = Object.hasOwn(positions, id) ? positions[id] : undefined;
    if (at === undefined) places.push([id, arranged[id] ?? { x: 0, y: 0 }]);
    else placed.push([id, at]);
  }
  const taken = boundsOf(placed, heightOf);
  const wanted = boundsOf(places, heightOf);
  const covers =
    wanted.left < taken.right &&
    taken.left < wanted.right &&
    wanted.top < taken.bottom &&
    taken.top < wanted.bottom;
  const down = covers ? Math.ceil(taken.bottom + GAP - wanted.top) : 0;
  return Object.fromEntries(places.map(([id, { x, y }]) => [id, { x, y: y + down }]));
}

/** The blueprint with a place for each node that its layout does not mention, e.g. where it was written as code. */
export function withPlaces(blueprint: Blueprint, heightOf: (id: string) => number): Blueprint {
  const { positions } = blueprint.layout;
  if (Object.keys(blueprint.nodes).every((id) => Object.hasOwn(positions, id))) return blueprint;
  const places = arrangedPlaces(blueprint, positions, heightOf);
  return { ...blueprint, layout: { ...blueprint.layout, positions: { ...places, ...positions } } };
}
