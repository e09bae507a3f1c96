import type { Page } from 'playwright-core';

/** What the window showed of the nodes over time, as a person could have seen it. */
export interface RecordedRun {
  /** Every state a node was drawn in, in order, without repeats. */
  states: Record<string, string[]>;
  /** Every progress percentage a node was drawn with, in order. */
  progress: Record<string, number[]>;
  /** Every set of nodes drawn as running at one moment, as sorted names joined by `+`. */
  together: string[];
  /** The longest pause between two animation frames, in milliseconds. */
  longestFrameGapMs: number;
}

interface RecorderWindow extends Window {
  atomitonRecorder?: { stop(): RecordedRun };
}

/** Starts to watch every node element of the canvas. */
export async function startRecording(page: Page): Promise<void> {
  await page.evaluate(() => {
    const record: RecordedRun = { states: {}, progress: {}, together: [], longestFrameGapMs: 0 };
    const look = (): void => {
      const running: string[] = [];
      for (const element of document.querySelectorAll<HTMLElement>('[data-node-id][data-state]')) {
        const id = element.dataset.nodeId ?? '';
        const state = element.dataset.state ?? '';
        const states = (record.states[id] ??= []);
        if (states.at(-1) !== state) states.push(state);
        if (state === 'running') running.push(id);
        const bar = element.querySelector('[role="progressbar"][aria-valuenow]');
        if (bar !== null && state === 'running') {
          const percent = Number(bar.getAttribute('aria-valuenow'));
          const seen = (record.progress[id] ??= []);
          if (seen.at(-1) !== percent) seen.push(percent);
        }
      }
      const key = running.sort().join('+');
      if (key !== '' && record.together.at(-1) !== key) record.together.push(key);
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-state', 'aria-valuenow'],
    });
    let last = performance.now();
    let watching = true;
    const frame = (now: number): void => {
      record.longestFrameGapMs = Math.max(record.longestFrameGapMs, now - last);
      last = now;
      if (watching) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    look();
    (window as RecorderWindow).atomitonRecorder = {
      stop() {
        watching = false;
        observer.disconnect();
        return record;
      },
    };
  });
}

export async function stopRecording(page: Page): Promise<RecordedRun> {
  return page.evaluate(() => {
    const recorder = (window as RecorderWindow).atomitonRecorder;
    if (recorder === undefined) throw new Error('Nothing is being recorded.');
    return recorder.stop();
  });
}
