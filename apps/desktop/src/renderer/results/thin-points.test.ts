import { expect, it } from 'vitest';
import type { ChartPoint } from './chart-data';
import { thinBars, thinPoints } from './thin-points';

const wave: ChartPoint[] = Array.from({ length: 100_000 }, (_, x) => ({
  x,
  y: x === 54_321 ? 99 : x === 12_345 ? -99 : Math.sin(x / 100),
  series: 'y',
}));

it('a line keeps its extremes, its ends and its order, and only real points', () => {
  const thin = thinPoints(wave, 500);
  expect(thin.length).toBeLessThanOrEqual(2000);
  expect(thin[0]).toBe(wave[0]);
  expect(thin.at(-1)).toBe(wave.at(-1));
  expect(thin).toContain(wave[54_321]);
  expect(thin).toContain(wave[12_345]);
  const places = thin.map(({ x }) => Number(x));
  expect([...places].sort((left, right) => left - right)).toEqual(places);
});

it('few points stay as they are; of many bars the tallest are drawn', () => {
  expect(thinPoints(wave.slice(0, 50), 100)).toEqual(wave.slice(0, 50));
  const bars = thinBars(wave, 200);
  expect(bars).toHaveLength(200);
  expect(bars).toContain(wave[54_321]);
  expect(bars).toContain(wave[12_345]);
});
