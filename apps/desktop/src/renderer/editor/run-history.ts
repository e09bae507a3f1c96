import type { BridgeClient } from '@atomiton/contracts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DocumentSession } from '../document/document-session';
import type { RunPhase } from '../stores/run-state';

/** A run of a document that this window started. */
export interface PastRun {
  runId: string;
  /** The node it ran to; absent for the whole document. */
  to: string | undefined;
  startedAtMs: number;
  /** How it stands, or how it ended. */
  phase: RunPhase;
  durationMs: number | undefined;
}

/** The latest runs of each document by its id, the newest first. */
export type RunHistory = StoreApi<Readonly<Record<string, readonly PastRun[]>>>;

const MOST = 10;
const UNDER_WAY: ReadonlySet<RunPhase> = new Set(['idle', 'starting', 'running']);

export function createRunHistory(): RunHistory {
  return createStore(() => ({}));
}

/** Notes a run that begins, and how it ends. */
export function noteRun(
  history: RunHistory,
  session: DocumentSession,
  runId: string,
  to: string | undefined,
  startedAtMs: number,
): void {
  const { documentId } = session;
  const run: PastRun = { runId, to, startedAtMs, phase: 'running', durationMs: undefined };
  history.setState((all) => ({ [documentId]: [run, ...(all[documentId] ?? [])].slice(0, MOST) }));
  const stop = session.run.store.subscribe((view) => {
    if (view.runId !== runId || UNDER_WAY.has(view.phase)) return;
    stop();
    const ended = { ...run, phase: view.phase, durationMs: view.durationMs };
    history.setState((all) => ({
      [documentId]: (all[documentId] ?? []).map((known) => (known.runId === runId ? ended : known)),
    }));
  });
}

/** Shows an earlier run on the canvas and in the timeline. @throws AtomitonError `unknown-run` */
export async function showRun(client: BridgeClient, session: DocumentSession, runId: string): Promise<void> {
  session.run.adopt(await client.call('run.snapshot', { runId }));
}
