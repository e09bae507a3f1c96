import type { Span } from '../stores/run-state';

/** One lane of the timeline: a thread or process, split so that no two bars of a row overlap. */
export interface Lane {
  name: string;
  rows: Span[][];
}

/** Lanes in order of first use. A lane is split where calls overlap in time. */
export function layLanes(spans: readonly Span[], now: number): Lane[] {
  const lanes = new Map<string, Lane>();
  for (const span of spans) {
    const lane = lanes.get(span.lane) ?? { name: span.lane, rows: [] };
    lanes.set(span.lane, lane);
    const free = lane.rows.find((row) => (row.at(-1)?.endAt ?? now) <= span.startAt);
    if (free === undefined) lane.rows.push([span]);
    else free.push(span);
  }
  return [...lanes.values()];
}

const STEPS = [1, 2, 5];

/** Round times in milliseconds for the ruler: about `wanted` of them up to `end`. */
export function ticks(end: number, wanted: number): number[] {
  if (end <= 0) return [0];
  const rough = end / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((factor) => factor * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}

/** `0 s`, `0.5`, `1.0`: seconds with as many digits as the step needs; milliseconds below 10 ms steps. */
export function tickText(ms: number, step: number): string {
  if (ms === 0) return '0 s';
  if (step < 10) return `${Number(ms.toFixed(3))} ms`;
  return (ms / 1000).toFixed(step >= 1000 ? 0 : step >= 100 ? 1 : 2);
}
