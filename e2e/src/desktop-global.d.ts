/** What Electron's main process shows to tests (`ATOMITON_TEST=1`). */
declare var __atomiton:
  | {
      loopWatch: {
        start(): Promise<void>;
        stop(): Promise<{
          longestMs: number;
          turns: number;
          blocks: { durationMs: number; functions: { where: string; ms: number }[] }[];
        }>;
      };
    }
  | undefined;

interface Window {
  /** What the page counts with `?counters=1`. */
  __atomitonCounters?: { events: number; nodeRenders: Record<string, number> };
}
