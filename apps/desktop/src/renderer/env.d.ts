/// <reference types="vite/client" />

/** What the preload script exposes in the desktop window; absent in a browser. */
interface AtomitonBridge {
  request(message: unknown): Promise<unknown>;
  onNotice(listener: (notice: unknown) => void): () => void;
  /** The path of a file that was dropped on the window; empty where it has none. */
  pathOf(file: File): string;
}

interface Window {
  readonly atomiton?: AtomitonBridge;
  /** Renders and event batches, only with `?counters=1`. */
  __atomitonCounters?: import('./stores/counters').Counters;
}
