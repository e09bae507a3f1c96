import type { Blueprint } from '@atomiton/contracts';
import { expect, it } from 'vitest';
import { DEMO_DOCUMENT } from '../testing/demo-document';
import { arrangedPlaces, withPlaces } from './arranged-places';

const heights = (id: string): number => 60 + id.length * 40;

function overlapping(places: Record<string, { x: number; y: number }>): string[] {
  const ids = Object.keys(places);
  return ids.flatMap((one, index) =>
    ids.slice(index + 1).flatMap((other) => {
      const [a = { x: 0, y: 0 }, b = { x: 0, y: 0 }] = [places[one], places[other]];
      const apart = Math.abs(a.x - b.x) >= 216 || a.y + heights(one) <= b.y || b.y + heights(other) <= a.y;
      return apart ? [] : [`${one} over ${other}`];
    }),
  );
}

it('leaves a document alone that places every node', () => {
  expect(withPlaces(DEMO_DOCUMENT, heights)).toBe(DEMO_DOCUMENT);
});

it('places only the nodes without a place, each right of what feeds it, over none that has one', () => {
  const { chart: _chart, filter: _filter, ...positions } = DEMO_DOCUMENT.layout.positions;
  const placed = withPlaces({ ...DEMO_DOCUMENT, layout: { ...DEMO_DOCUMENT.layout, positions } }, heights)
    .layout.positions;
  expect(placed.open).toEqual(DEMO_DOCUMENT.layout.positions.open);
  expect(placed.chart?.x).toBeGreaterThan(0);
  const { chart, filter, ...rest } = placed;
  for (const [id, at] of Object.entries({ chart, filter })) {
    expect(overlapping({ ...rest, [id]: at ?? { x: 0, y: 0 } }).filter((pair) => pair.includes(id))).toEqual(
      [],
    );
  }
});

it('nodes without places never lie over each other, however high they are', () => {
  const nodes: Blueprint['nodes'] = {};
  for (const id of ['a', 'bbbbbbbbbb', 'cc', 'dddddddddddddddddddd', 'e', 'ffff']) {
    nodes[id] = { type: 'core/x', typeVersion: 1, parameters: {}, mode: 'active' };
  }
  const places = arrangedPlaces({ nodes, edges: { 'ffff.in': { from: 'a.out' } } }, {}, heights);
  expect(Object.keys(places)).toHaveLength(6);
  expect(overlapping(places)).toEqual([]);
  const some = { bbbbbbbbbb: { x: 30, y: -10 }, e: { x: 300, y: 200 } };
  const rest = arrangedPlaces({ nodes, edges: {} }, some, heights);
  expect(Object.keys(rest)).toHaveLength(4);
  expect(overlapping({ ...some, ...rest })).toEqual([]);
});
