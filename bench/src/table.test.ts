import { describe, expect, it } from 'vitest';
import { alternate, percentiles } from './measure.js';
import { renderTable } from './table.js';

const samples = (p50: number) => ({ p50, p99: 2 * p50 });

describe('the table', () => {
  it('says whether a target was met, and by how much it was missed', () => {
    const baseline = { baselineName: 'loop', baseline: samples(2) };
    const text = renderTable([
      { what: 'ratio met', ours: samples(20), ...baseline, target: { kind: 'ratio', atMost: 10 } },
      { what: 'ratio missed', ours: samples(25), ...baseline, target: { kind: 'ratio', atMost: 10 } },
      { what: 'time missed', ours: samples(6), ...baseline, target: { kind: 'absolute', atMost: 3 } },
      { what: 'no target', ours: samples(1), ...baseline, target: undefined },
    ]);
    const lines = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    expect(lines.slice(2)).toEqual([
      ['ratio met', '20.00 / 40.00', 'loop', '2.000 / 4.000', '× 10.00', '≤ × 10', 'met'],
      ['ratio missed', '25.00 / 50.00', 'loop', '2.000 / 4.000', '× 12.50', '≤ × 10', 'missed by 25 %'],
      ['time missed', '6.000 / 12.00', 'loop', '2.000 / 4.000', '× 3.000', '≤ 3.000', 'missed by 100 %'],
      ['no target', '1.000 / 2.000', 'loop', '2.000 / 4.000', '× 0.500', '', ''],
    ]);
  });
});

describe('samples', () => {
  it('are summed up by their percentiles', () => {
    const values = Array.from({ length: 1000 }, (_, index) => index);
    expect(percentiles(values)).toEqual({ p50: 500, p99: 990 });
  });

  it('are taken in turns, without those of the warm-up, per item', async () => {
    const turns: string[] = [];
    const subject = (name: string, elapsedMs: number) => async () => {
      turns.push(name);
      return elapsedMs;
    };
    const result = await alternate(10, 2, 1, [subject('a', 1), subject('b', 3)]);
    expect(turns.join('')).toBe('ababab');
    expect(result).toEqual([
      { p50: 100, p99: 100 },
      { p50: 300, p99: 300 },
    ]);
  });
});
