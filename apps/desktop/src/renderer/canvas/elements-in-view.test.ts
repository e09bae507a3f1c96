import { describe, expect, it } from 'vitest';
import { DEMO_CATALOG } from '../testing/demo-catalog';
import { largeDocument } from '../testing/large-document';
import { buildCanvas, finishAtOnce } from './canvas-store';
import { elementsNear, type View, windowKey, windowRectangle } from './elements-in-view';

const catalog = new Map(DEMO_CATALOG.map((definition) => [definition.type, definition]));
const { nodes, edges } = finishAtOnce(buildCanvas(largeDocument(2500), catalog));
const view = (x: number, y: number, zoom: number): View => ({
  transform: [-x * zoom, -y * zoom, zoom],
  width: 1000,
  height: 600,
});

describe('elements near the view', () => {
  it.each([0.3, 0.5, 0.71, 1, 1.4, 2])('the window holds the whole view at zoom %d', (zoom) => {
    for (const [x, y] of [
      [0, 0],
      [333, 777],
      [-1234, 5678],
    ] as const) {
      const area = windowRectangle(windowKey(view(x, y, zoom)));
      expect(area?.left).toBeLessThanOrEqual(x);
      expect(area?.top).toBeLessThanOrEqual(y);
      expect(area?.right).toBeGreaterThanOrEqual(x + 1000 / zoom);
      expect(area?.bottom).toBeGreaterThanOrEqual(y + 600 / zoom);
    }
  });

  it('the window stays while the view moves a little', () => {
    const keys = new Set([0, 20, 60, 120, 180].map((x) => windowKey(view(x + 1, 1, 1))));
    expect(keys.size).toBe(1);
  });

  it('gives few nodes of a large document, with both ends of every edge', () => {
    const near = elementsNear(nodes, edges, windowRectangle(windowKey(view(4000, 4000, 1))));
    const ids = new Set(near.nodes.map((node) => node.id));
    expect(near.far).toBe(false);
    expect(near.nodes.length).toBeGreaterThan(20);
    expect(near.nodes.length).toBeLessThan(120);
    for (const edge of near.edges) expect([ids.has(edge.source), ids.has(edge.target)]).toEqual([true, true]);
    for (const node of nodes) {
      const { x, y } = node.position;
      const seen = x > 3800 && x < 5000 && y > 3800 && y < 4600;
      if (seen) expect(ids.has(node.id), node.id).toBe(true);
    }
  });

  it('keeps selected nodes, wherever they are', () => {
    const far = nodes.map((node) => (node.id === 'node_2499' ? { ...node, selected: true } : node));
    const near = elementsNear(far, edges, windowRectangle(windowKey(view(0, 0, 1))));
    expect(near.nodes.some((node) => node.id === 'node_2499')).toBe(true);
  });

  it('gives none when there would be too many: they are drawn as boxes', () => {
    const near = elementsNear(nodes, edges, windowRectangle(windowKey(view(0, 0, 0.05))));
    expect(near).toEqual({ nodes: [], edges: [], far: true });
  });
});
