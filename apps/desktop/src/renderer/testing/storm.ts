import type { RunEvent } from '@atomiton/contracts';
import type { MemoryHost } from './memory-host';

const BATCH_MS = 16;
const EVENTS_PER_BATCH = 64;
const STEPS = ['running', 'half', 'done'] as const;

/** A run of every node in turn with a batch every 16 ms, for measurements. */
export function playStorm(host: MemoryHost, documentId: string, runId: string, ids: readonly string[]): void {
  let seq = 1;
  const started: RunEvent = { seq, at: 0, type: 'run-started', runId, nodes: [...ids] };
  host.play(documentId, runId, [started]);
  const total = ids.length * STEPS.length;
  let made = 0;
  const timer = setInterval(() => {
    const events: RunEvent[] = [];
    while (events.length < EVENTS_PER_BATCH && made < total) {
      const node = ids[Math.floor(made / STEPS.length)] ?? '';
      const step = STEPS[made % STEPS.length];
      const stamp = { seq: ++seq, at: made };
      made++;
      if (step === 'half') events.push({ ...stamp, type: 'node-progress', node, fraction: 0.5 });
      else if (step === 'running')
        events.push({ ...stamp, type: 'node-state', node, state: step, lane: 'main' });
      else events.push({ ...stamp, type: 'node-state', node, state: 'done', durationMs: 1, sizeBytes: 8 });
    }
    if (made >= total) {
      clearInterval(timer);
      events.push({ seq: ++seq, at: made, type: 'run-finished', state: 'done', durationMs: made });
    }
    host.play(documentId, runId, events);
  }, BATCH_MS);
}
