import { describe, expect, it } from 'vitest';
import type { Span } from '../stores/run-state';
import { layLanes, mergeShort, ticks, tickText } from './timeline-layout';

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

  it('calls too short to be told apart share one bar, which shows a failure among them', () => {
    const bars = mergeShort(
      [
        span('a', 'main', 0, 1),
        span('b', 'main', 1, 2),
        { ...span('c', 'main', 3, 4), state: 'failed' },
        span('d', 'main', 4, 5),
        span('long', 'main', 5, 40),
        span('e', 'main', 98, undefined),
      ],
      4,
      100,
    );
    expect(bars.map((bar) => [bar.spans.map(({ node }) => node).join(), bar.endAt, bar.state])).toEqual([
      ['a,b,c', 4, 'failed'],
      ['d', 5, 'done'],
      ['long', 40, 'done'],
      ['e', 100, 'running'],
    ]);
  });

  it('a row of 10,000 calls has no more bars than fit beside each other', () => {
    const row = Array.from({ length: 10_000 }, (_, index) =>
      span(`n${index}`, 'main', index / 10, (index + 1) / 10),
    );
    const bars = mergeShort(row, 4, 1000);
    expect(bars.length).toBeLessThanOrEqual(251);
    expect(bars.flatMap(({ spans }) => spans)).toEqual(row);
  });

  it('has a ruler of round times', () => {
    expect(ticks(1900, 5)).toEqual([0, 500, 1000, 1500]);
    expect(ticks(7, 5)).toEqual([0, 2, 4, 6]);
    expect(ticks(1500, 5).map((at) => tickText(at, 500))).toEqual(['0 s', '0.5', '1.0', '1.5']);
    expect(tickText(4, 2)).toBe('4 ms');
  });
});
