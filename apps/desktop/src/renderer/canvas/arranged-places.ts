import { autoLayout } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';

/** Rows of the automatic layout are made for nodes without pictures: this leaves room for the tallest. */
const ROOM = 1.75;

/** Places for all nodes from left to right along their edges, in canvas units. */
export function arrangedPlaces(blueprint: Blueprint): Record<string, { x: number; y: number }> {
  const places: Record<string, { x: number; y: number }> = {};
  for (const [id, { x, y }] of Object.entries(autoLayout(blueprint))) places[id] = { x, y: y * ROOM };
  return places;
}

/** The blueprint with a place for each node that its layout does not mention, e.g. where it was written as code. */
export function withPlaces(blueprint: Blueprint): Blueprint {
  const { positions } = blueprint.layout;
  if (Object.keys(blueprint.nodes).every((id) => Object.hasOwn(positions, id))) return blueprint;
  return {
    ...blueprint,
    layout: { ...blueprint.layout, positions: { ...arrangedPlaces(blueprint), ...positions } },
  };
}
