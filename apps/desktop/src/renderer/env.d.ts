/// <reference types="vite/client" />

/** What the preload script exposes in the desktop window; absent in a browser. */
interface AtomitonBridge {
  request(message: unknown): Promise<unknown>;
  onNotice(listener: (notice: unknown) => void): () => void;
}

interface Window {
  readonly atomiton?: AtomitonBridge;
  /** Renders and event batches, only with `?counters=1`. */
  __atomitonCounters?: import('./stores/counters').Counters;
}
