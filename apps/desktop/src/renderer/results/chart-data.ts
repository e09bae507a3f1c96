import type { JsonValue } from '@atomiton/contracts';
import { z } from 'zod';

const cell = z.union([z.number(), z.string(), z.boolean(), z.null()]);

/** What a chart node gives: columns of equal length. */
export const chartDataSchema = z.object({
  kind: z.enum(['bar', 'line', 'scatter']),
  title: z.string(),
  x: z.object({ label: z.string(), values: z.array(cell) }),
  series: z.array(z.object({ name: z.string(), values: z.array(cell) })),
  /** Columns that were taken because none was named. */
  guessed: z.array(z.string()).optional(),
});
export type ChartData = z.infer<typeof chartDataSchema>;

/** One mark of a chart. */
export interface ChartPoint {
  x: number | string | Date;
  y: number;
  series: string;
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z?)?$/;

/** The chart in a value's text, or undefined when the value is something else. */
export function readChart(value: JsonValue): ChartData | undefined {
  return chartDataSchema.safeParse(value).data;
}

/** Marks in the order of the data; rows without a number are left out. Times become dates on lines and points. */
export function chartPoints(chart: ChartData): ChartPoint[] {
  const { values } = chart.x;
  const times =
    chart.kind !== 'bar' && values.every((value) => typeof value === 'string' && ISO_TIME.test(value));
  return chart.series.flatMap(({ name, values: heights }) =>
    heights.flatMap((height, row) => {
      const y = typeof height === 'string' ? Number(height) : height;
      if (typeof y !== 'number' || !Number.isFinite(y)) return [];
      const raw = values[row] ?? null;
      const x = times ? new Date(String(raw)) : typeof raw === 'number' ? raw : String(raw);
      return [{ x, y, series: name }];
    }),
  );
}
