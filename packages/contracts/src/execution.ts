import type { Blueprint } from './blueprint.js';
import type { Diagnostic } from './diagnostic.js';
import type { Catalog } from './node-definition.js';
import type { RunEvent, RunOptions, RunState } from './run.js';
import type { Value } from './value.js';

/** One run under way. Status is derived from its events and stored nowhere else. */
export interface Run {
  readonly id: string;
  /** Every event from the first on, also for a reader who comes late; ends after `run-finished`. */
  events(): AsyncIterable<RunEvent>;
  /** Calls back synchronously for each event from now on. */
  subscribe(listener: (event: RunEvent) => void): () => void;
  cancel(): void;
  /** Settles with `run-finished`; never rejects. */
  readonly finished: Promise<RunState>;
  /** An output of a finished node, held as long as the run is not released. */
  output(node: string, port: string): Value | undefined;
  /** Gives up the outputs. */
  release(): void;
}

export interface RunRequest extends Partial<RunOptions> {
  /** Absolute folder that relative paths of the blueprint start from. */
  baseFolder?: string;
}

/** Desktop, in-browser and distributed engines implement this. */
export interface ExecutionEngine {
  validate(blueprint: Blueprint, catalog: Catalog): Diagnostic[];
  run(blueprint: Blueprint, catalog: Catalog, request: RunRequest): Run;
  dispose(): Promise<void>;
}
