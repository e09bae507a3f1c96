import { expect, it } from 'vitest';
import { DEMO_DOCUMENT } from '../testing/demo-document';
import { withPlaces } from './arranged-places';

it('leaves a document alone that places every node', () => {
  expect(withPlaces(DEMO_DOCUMENT)).toBe(DEMO_DOCUMENT);
});

it('places only the nodes without a place, each right of what feeds it', () => {
  const { chart: _chart, filter: _filter, ...positions } = DEMO_DOCUMENT.layout.positions;
  const placed = withPlaces({ ...DEMO_DOCUMENT, layout: { ...DEMO_DOCUMENT.layout, positions } }).layout
    .positions;
  expect(placed.open).toEqual(DEMO_DOCUMENT.layout.positions.open);
  expect(placed.chart?.x).toBeGreaterThan(0);
  expect(placed.filter).not.toEqual(placed.chart);
});
