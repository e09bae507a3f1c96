import type { ChartPoint } from './chart-data';

/**
 * Points that are enough for a number of columns of pixels: of each series and column the first, the least, the
 * greatest and the last, in their order. A line drawn through them has the same pixels; every one is a real point.
 */
export function thinPoints(points: readonly ChartPoint[], columns: number): ChartPoint[] {
  const bySeries = new Map<string, ChartPoint[]>();
  for (const point of points) {
    const series = bySeries.get(point.series);
    if (series === undefined) bySeries.set(point.series, [point]);
    else series.push(point);
  }
  const most = Math.max(1, Math.floor(columns));
  const kept: ChartPoint[] = [];
  for (const series of bySeries.values()) {
    if (series.length <= most * 4) {
      for (const point of series) kept.push(point);
      continue;
    }
    for (let column = 0; column < most; column++) {
      const from = Math.floor((column * series.length) / most);
      const end = Math.floor(((column + 1) * series.length) / most);
      let least = from;
      let greatest = from;
      for (let index = from; index < end; index++) {
        if ((series[index]?.y ?? 0) < (series[least]?.y ?? 0)) least = index;
        if ((series[index]?.y ?? 0) > (series[greatest]?.y ?? 0)) greatest = index;
      }
      for (const index of [...new Set([from, least, greatest, end - 1])].sort(
        (left, right) => left - right,
      )) {
        const point = series[index];
        if (point !== undefined) kept.push(point);
      }
    }
  }
  return kept;
}

/** Bars that are enough for a width: of each group of neighbours the one that is farthest from zero. */
export function thinBars(points: readonly ChartPoint[], most: number): ChartPoint[] {
  if (points.length <= most) return [...points];
  return Array.from({ length: most }, (_, group) => {
    const from = Math.floor((group * points.length) / most);
    const end = Math.floor(((group + 1) * points.length) / most);
    let tallest = from;
    for (let index = from; index < end; index++) {
      if (Math.abs(points[index]?.y ?? 0) > Math.abs(points[tallest]?.y ?? 0)) tallest = index;
    }
    return points[tallest] as ChartPoint;
  });
}
