import type { RunEvent } from '@atomiton/contracts';
import { expect, it } from 'vitest';
import { createRunFold, foldRunEvents, reduceNode } from './run-state.js';

const events: RunEvent[] = [
  { seq: 1, at: 0, type: 'run-started', runId: 'r', nodes: ['a', 'b', 'c'] },
  { seq: 2, at: 1, type: 'node-state', node: 'a', state: 'ready' },
  { seq: 3, at: 2, type: 'node-state', node: 'a', state: 'running' },
  { seq: 4, at: 3, type: 'node-state', node: 'a', state: 'running', lane: 'worker 1' },
  { seq: 5, at: 4, type: 'node-progress', node: 'a', fraction: 0.5, message: 'half' },
  { seq: 6, at: 5, type: 'node-log', node: 'a', level: 'info', text: 'hello' },
  {
    seq: 7,
    at: 6,
    type: 'node-state',
    node: 'a',
    state: 'failed',
    durationMs: 4,
    error: { kind: 'runtime', code: 'x', message: 'm' },
  },
  { seq: 8, at: 6, type: 'node-state', node: 'b', state: 'blocked', blockedBy: 'a' },
  { seq: 9, at: 7, type: 'run-finished', state: 'failed', durationMs: 7 },
];

it('folds events into the state of every node', () => {
  expect(foldRunEvents('d', events)).toEqual({
    runId: 'r',
    documentId: 'd',
    state: 'failed',
    seq: 9,
    durationMs: 7,
    nodes: {
      a: {
        state: 'failed',
        startedAt: 2,
        fraction: 0.5,
        message: 'half',
        lane: 'worker 1',
        durationMs: 4,
        error: { kind: 'runtime', code: 'x', message: 'm' },
      },
      b: { state: 'blocked', blockedBy: 'a' },
      c: { state: 'waiting' },
    },
  });
});

it('goes on from a snapshot at any point, ignoring what it has seen', () => {
  const whole = foldRunEvents('d', events);
  for (let cut = 0; cut <= events.length; cut++) {
    const fold = createRunFold('d', foldRunEvents('d', events.slice(0, cut)));
    for (const event of events.slice(Math.max(0, cut - 2))) fold.apply(event);
    expect(fold.snapshot()).toEqual(whole);
  }
});

it('gives the same object back where nothing changed, and never changes the old one', () => {
  const before = Object.freeze(reduceNode(undefined, events[2] as Extract<RunEvent, { node: string }>));
  expect(reduceNode(before, events[5] as Extract<RunEvent, { node: string }>)).toBe(before);
  expect(reduceNode(before, events[4] as Extract<RunEvent, { node: string }>)).not.toBe(before);
});
