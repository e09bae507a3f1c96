/** What the tests count: a change gates on counts, never on times. */
export interface Counters {
  /** Renders of each node since the page was opened. */
  readonly nodeRenders: Record<string, number>;
  /** Renders of the inspector's form. */
  formRenders: number;
  /** Batches of run events folded in, one per animation frame at most. */
  batches: number;
  /** Single run events folded in. */
  events: number;
  /** Longest gap between two animation frames since the last reset, in milliseconds. */
  longestFrameGapMs: number;
}

/** Counters, only where the address has `?counters=1`. */
export function createCounters(search: string): Counters | undefined {
  if (new URLSearchParams(search).get('counters') !== '1') return undefined;
  return { nodeRenders: {}, formRenders: 0, batches: 0, events: 0, longestFrameGapMs: 0 };
}

/** Counts one render of a node. */
export function countNodeRender(counters: Counters | undefined, node: string): void {
  if (counters === undefined) return;
  counters.nodeRenders[node] = (counters.nodeRenders[node] ?? 0) + 1;
}

/** Counts one render of the inspector's form. */
export function countFormRender(counters: Counters | undefined): void {
  if (counters !== undefined) counters.formRenders++;
}

/** Watches the animation frames for as long as the page lives. */
export function watchFrames(counters: Counters): void {
  let last = performance.now();
  const step = (now: number): void => {
    counters.longestFrameGapMs = Math.max(counters.longestFrameGapMs, now - last);
    last = now;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}
