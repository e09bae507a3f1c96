import type { FrameScheduler } from '../stores/frame-scheduler';

/** Frames drawn by hand. */
export interface ManualFrames extends FrameScheduler {
  /** Draws one frame: what waited for it, then what waited for its end. */
  draw(): void;
}

export function createManualFrames(): ManualFrames {
  let next: (() => void)[] = [];
  let after: (() => void)[] = [];
  return {
    nextFrame: (task) => void next.push(task),
    afterFrame: (task) => void after.push(task),
    draw() {
      const due = next;
      next = [];
      for (const task of due) task();
      const done = after;
      after = [];
      for (const task of done) task();
    },
  };
}
