import type { Catalog } from '@atomiton/contracts';
import type { Counters } from '../stores/counters';
import type { FrameScheduler } from '../stores/frame-scheduler';

/** What every document session is given. */
export interface SessionContext {
  catalog: Catalog;
  frames: FrameScheduler;
  counters: Counters | undefined;
  /** Wall clock in milliseconds. */
  now: () => number;
  /** Tells the user of something that went wrong. */
  report: (text: string, hint?: string) => void;
}
