import type { Language, LogLevel, NodeRuntime, ValueStore } from '@atomiton/contracts';

/** Sends each node to the runtime of its language. */
export interface RuntimeLookup {
  for(language: Language): NodeRuntime | undefined;
}

/** Time, given from outside so that the engine runs in any JavaScript host. */
export interface Clock {
  /** Milliseconds from any fixed origin, never going back. */
  now(): number;
  setTimer(delayMs: number, callback: () => void): unknown;
  clearTimer(handle: unknown): void;
}

/** What nodes that read files depend on. */
export interface World {
  /** The absolute form of a path of a blueprint; undefined when it is relative and there is no folder to start from. */
  resolvePath(baseFolder: string | undefined, path: string): string | undefined;
  /**
   * A text that changes when the content of one of these files or folders may have changed.
   * Rejects when one cannot be read: the node then runs and says so in its own words.
   */
  fingerprint(paths: string[]): Promise<string>;
}

/** Everything the engine is given; it has no other access to the outside. */
export interface EngineServices {
  runtimes: RuntimeLookup;
  store: Pick<ValueStore, 'retain' | 'release'>;
  clock: Clock;
  /** SHA-256 of the UTF-8 text as lower-case hex. */
  hash(text: string): string;
  /** Resolves after the event loop has served its other work once. */
  yieldToEventLoop(): Promise<void>;
  world: World;
  /** The engine's own remarks, e.g. a session that could not be closed. */
  log(level: LogLevel, text: string): void;
  resources: {
    /** Tokens of the strategy `parallel`. */
    cpuCores: number;
  };
  newRunId(): string;
}
