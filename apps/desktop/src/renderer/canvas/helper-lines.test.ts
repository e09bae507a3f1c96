import { describe, expect, it } from 'vitest';
import { alignedPlaces, distributedPlaces } from '../editor/aligning';
import { nearestLine } from './helper-lines';

const boxes = [
  { id: 'a', x: 0, y: 0, width: 100, height: 40 },
  { id: 'b', x: 130, y: 30, width: 60, height: 40 },
  { id: 'c', x: 400, y: 100, width: 200, height: 80 },
];
const xOf = (places: Map<string, { x: number }>): number[] => [...places.values()].map(({ x }) => x);
const yOf = (places: Map<string, { y: number }>): number[] => [...places.values()].map(({ y }) => y);

describe('helper lines', () => {
  it('bring the nearest edge or middle into line, within reach only', () => {
    const others = [{ start: 0, end: 100 }];
    expect(nearestLine({ start: 103, end: 203 }, others, 6)).toEqual({ shift: -3, at: 100 });
    expect(nearestLine({ start: 22, end: 82 }, others, 6)).toEqual({ shift: -2, at: 50 });
    expect(nearestLine({ start: 120, end: 160 }, others, 6)).toBeUndefined();
  });
});

describe('aligning', () => {
  it.each([
    ['left', [0, 0, 0], [0, 30, 100]],
    ['center', [250, 270, 200], [0, 30, 100]],
    ['right', [500, 540, 400], [0, 30, 100]],
    ['top', [0, 130, 400], [0, 0, 0]],
    ['middle', [0, 130, 400], [70, 70, 50]],
    ['bottom', [0, 130, 400], [140, 140, 100]],
  ] as const)('%s', (alignment, xs, ys) => {
    const places = alignedPlaces(boxes, alignment);
    expect(xOf(places)).toEqual(xs);
    expect(yOf(places)).toEqual(ys);
  });

  it('distributes with equal gaps, the outermost staying', () => {
    expect(xOf(distributedPlaces(boxes, 'x'))).toEqual([0, 220, 400]);
    expect(distributedPlaces(boxes.slice(0, 2), 'x').size).toBe(0);
  });
});
