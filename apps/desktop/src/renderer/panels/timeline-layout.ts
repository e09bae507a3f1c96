import type { NodeState } from '@atomiton/contracts';
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

/** What one bar of the timeline stands for: a call, or neighbours too short to be told apart. */
export interface Bar {
  /** In order of time; the bar begins with the first. Never empty. */
  spans: [Span, ...Span[]];
  /** Milliseconds since the run began. */
  endAt: number;
  /** The state that most wants to be seen. */
  state: NodeState;
}

/** From the one that most wants to be seen. */
const PROMINENCE: readonly NodeState[] = ['failed', 'running', 'cancelled', 'done', 'skipped', 'cached'];

function moreProminent(one: NodeState, other: NodeState): NodeState {
  return PROMINENCE.find((state) => state === one || state === other) ?? one;
}

/**
 * The bars of a row. Calls that would all be narrower than `least` share one, so that a row has no more bars than
 * fit beside each other, however many calls there were.
 * @param least the shortest bar, in milliseconds
 * @param now where calls that still run end for now, in milliseconds
 */
export function mergeShort(row: readonly Span[], least: number, now: number): Bar[] {
  const bars: Bar[] = [];
  for (const span of row) {
    const endAt = span.endAt ?? now;
    const last = bars.at(-1);
    if (last !== undefined && endAt - last.spans[0].startAt <= least) {
      last.spans.push(span);
      last.endAt = endAt;
      last.state = moreProminent(last.state, span.state);
    } else bars.push({ spans: [span], endAt, state: span.state });
  }
  return bars;
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
