import { describe, expect, it } from 'vitest';
import type { Span } from '../stores/run-state';
import { layLanes, ticks, tickText } from './timeline-layout';

const span = (node: string, lane: string, startAt: number, endAt: number | undefined): Span => ({
  node,
  lane,
  startAt,
  endAt,
  state: endAt === undefined ? 'running' : 'done',
});

describe('timeline', () => {
  it('puts calls of a lane one after the other, and side by side where they overlap', () => {
    const lanes = layLanes(
      [
        span('a', 'main', 0, 10),
        span('b', 'rust', 5, undefined),
        span('c', 'main', 10, 12),
        span('d', 'main', 11, 13),
      ],
      20,
    );
    expect(lanes.map((lane) => [lane.name, lane.rows.map((row) => row.map((bar) => bar.node))])).toEqual([
      ['main', [['a', 'c'], ['d']]],
      ['rust', [['b']]],
    ]);
  });

  it('has a ruler of round times', () => {
    expect(ticks(1900, 5)).toEqual([0, 500, 1000, 1500]);
    expect(ticks(7, 5)).toEqual([0, 2, 4, 6]);
    expect(ticks(1500, 5).map((at) => tickText(at, 500))).toEqual(['0 s', '0.5', '1.0', '1.5']);
    expect(tickText(4, 2)).toBe('4 ms');
  });
});
