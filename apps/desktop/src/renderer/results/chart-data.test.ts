import { describe, expect, it } from 'vitest';
import { chartPoints, readChart } from './chart-data';

const bars = {
  kind: 'bar',
  title: '',
  x: { label: 'city', values: ['Oslo', 'Rome', null] },
  series: [
    { name: 'mean', values: [1.5, null, 3] },
    { name: 'n', values: [3, '1152921504606846976', 1] },
  ],
};

describe('chart data', () => {
  it('reads what a chart node gives and nothing else', () => {
    expect(readChart(bars)?.series).toHaveLength(2);
    expect(readChart({ kind: 'pie' })).toBeUndefined();
    expect(readChart(42)).toBeUndefined();
  });

  it('has a mark for each number, large integers too, and none where a number is missing', () => {
    const chart = readChart(bars);
    if (chart === undefined) throw new Error('not a chart');
    expect(chartPoints(chart)).toEqual([
      { x: 'Oslo', y: 1.5, series: 'mean' },
      { x: 'null', y: 3, series: 'mean' },
      { x: 'Oslo', y: 3, series: 'n' },
      { x: 'Rome', y: 1152921504606847000, series: 'n' },
      { x: 'null', y: 1, series: 'n' },
    ]);
  });

  it('turns times into dates on a line', () => {
    const chart = readChart({
      kind: 'line',
      title: '',
      x: { label: 'day', values: ['2026-01-01', '2026-01-02'] },
      series: [{ name: 'n', values: [1, 2] }],
    });
    if (chart === undefined) throw new Error('not a chart');
    expect(chartPoints(chart).map((point) => point.x)).toEqual([
      new Date('2026-01-01'),
      new Date('2026-01-02'),
    ]);
  });
});
