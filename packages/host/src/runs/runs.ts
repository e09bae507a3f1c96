import { flatten } from '@atomiton/blueprint';
import type {
  Blueprint,
  Catalog,
  ExecutionEngine,
  Run,
  RunEvent,
  RunOptions,
  RunSnapshot,
  Value,
} from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { RunFold } from '@atomiton/execution-engine/core';
import { createRunFold } from '@atomiton/execution-engine/core';
import type { HeldValues } from '../values/held-values.js';
import type { EventBatch } from './event-batcher.js';
import { EventBatcher } from './event-batcher.js';

/** Finished runs whose last state can still be asked for. */
const KEPT_RUNS = 50;

/** Who receives the events of a document's runs. */
export interface RunAudience {
  onBatch(runId: string, documentId: string, batch: EventBatch): void;
}

interface RunRecord {
  readonly runId: string;
  readonly documentId: string;
  readonly fold: RunFold;
  /** Undefined once it has finished. */
  run: Run | undefined;
  seq: number;
  readonly batchers: Map<RunAudience, EventBatcher>;
}

/** The runs of open documents: starts and cancels them, tells their audience, keeps their outputs to look at. */
export class Runs {
  private readonly records = new Map<string, RunRecord>();

  constructor(
    private readonly engine: ExecutionEngine,
    private readonly catalog: Catalog,
    private readonly held: HeldValues,
    private readonly audienceOf: (documentId: string) => Iterable<RunAudience>,
  ) {}

  /** @throws AtomitonError `already-running`. */
  start(
    documentId: string,
    blueprint: Blueprint,
    baseFolder: string | undefined,
    options: RunOptions,
  ): string {
    const current = this.current(documentId);
    if (current !== undefined) {
      throw new AtomitonError({
        kind: 'validation',
        code: 'already-running',
        message: 'This document is running already.',
        hint: 'Cancel the run first, or wait for its end.',
      });
    }
    const { idOf, instances } = flatten(blueprint);
    this.held.keepOnly(documentId, (path) => idOf.has(path) || instances.has(path));
    const run = this.engine.run(blueprint, this.catalog, {
      ...options,
      ...(baseFolder ? { baseFolder } : {}),
    });
    const record: RunRecord = {
      runId: run.id,
      documentId,
      fold: createRunFold(documentId),
      run,
      seq: 0,
      batchers: new Map(),
    };
    this.records.set(run.id, record);
    for (const audience of this.audienceOf(documentId)) this.attach(record, audience);
    run.subscribe((event) => this.onEvent(record, run, event));
    void run.finished.then(() => {
      record.run = undefined;
      run.release();
      this.trim();
    });
    return run.id;
  }

  /** Cancels and waits until nothing of the run is going on any more. A finished run stays as it is. */
  async cancel(runId: string): Promise<void> {
    const { run } = this.get(runId);
    run?.cancel();
    await run?.finished;
  }

  snapshot(runId: string): RunSnapshot {
    const record = this.get(runId);
    return { ...record.fold.snapshot(), runId };
  }

  acknowledge(audience: RunAudience, runId: string, seq: number): void {
    this.get(runId).batchers.get(audience)?.acknowledge(seq);
  }

  /** A viewer has come to a document: it gets the events from now on, and sees by their number what it missed. */
  join(documentId: string, audience: RunAudience): void {
    const record = this.current(documentId);
    if (record !== undefined && !record.batchers.has(audience)) this.attach(record, audience);
  }

  leave(documentId: string | undefined, audience: RunAudience): void {
    for (const record of this.records.values()) {
      if (documentId !== undefined && record.documentId !== documentId) continue;
      record.batchers.get(audience)?.close();
      record.batchers.delete(audience);
    }
  }

  /** True while a run of the document is under way. */
  isRunning(documentId: string): boolean {
    return this.current(documentId) !== undefined;
  }

  /** Settles when nothing runs; a run that starts meanwhile is waited for too. */
  async idle(): Promise<void> {
    for (;;) {
      const running = [...this.records.values()].flatMap(({ run }) =>
        run === undefined ? [] : [run.finished],
      );
      if (running.length === 0) return;
      await Promise.allSettled(running);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Ends the run of a document and forgets its runs and outputs. */
  async closeDocument(documentId: string): Promise<void> {
    const current = this.current(documentId);
    if (current !== undefined) await this.cancel(current.runId);
    for (const record of [...this.records.values()]) {
      if (record.documentId !== documentId) continue;
      for (const batcher of record.batchers.values()) batcher.close();
      this.records.delete(record.runId);
    }
    this.held.forget(documentId);
  }

  async dispose(): Promise<void> {
    const documents = new Set([...this.records.values()].map((record) => record.documentId));
    await Promise.all([...documents].map((documentId) => this.closeDocument(documentId)));
  }

  private get(runId: string): RunRecord {
    const record = this.records.get(runId);
    if (record !== undefined) return record;
    throw new AtomitonError({
      kind: 'validation',
      code: 'unknown-run',
      message: `There is no run "${runId}".`,
      hint: 'Start a run; only the last ones are kept.',
    });
  }

  private current(documentId: string): RunRecord | undefined {
    for (const record of this.records.values()) {
      if (record.documentId === documentId && record.run !== undefined) return record;
    }
    return undefined;
  }

  private attach(record: RunRecord, audience: RunAudience): void {
    const { runId, documentId } = record;
    const batcher = new EventBatcher((batch) => audience.onBatch(runId, documentId, batch), record.seq);
    record.batchers.set(audience, batcher);
  }

  private onEvent(record: RunRecord, run: Run, event: RunEvent): void {
    record.seq = event.seq;
    record.fold.apply(event);
    if (event.type === 'node-state' && event.outputs !== undefined) {
      const values = Object.keys(event.outputs)
        .map((port) => run.output(event.node, port))
        .filter((value): value is Value => value !== undefined);
      this.held.replace(record.documentId, event.node, values);
    }
    for (const batcher of record.batchers.values()) batcher.push(event);
  }

  /** Forgets the oldest finished runs. */
  private trim(): void {
    const finished = [...this.records.values()].filter((record) => record.run === undefined);
    for (const record of finished.slice(0, Math.max(0, finished.length - KEPT_RUNS))) {
      for (const batcher of record.batchers.values()) batcher.close();
      this.records.delete(record.runId);
    }
  }
}
