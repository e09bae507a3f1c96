/** When to draw; the real one follows the display, tests hand in their own. */
export interface FrameScheduler {
  /** Calls back once, before the next frame is drawn, or after 250 ms where nothing is drawn (hidden window). */
  nextFrame(task: () => void): void;
  /** Calls back once, after the frame now under way has been drawn. */
  afterFrame(task: () => void): void;
}

const HIDDEN_MS = 250;

export function createFrameScheduler(): FrameScheduler {
  return {
    nextFrame(task) {
      let done = false;
      const once = (): void => {
        if (done) return;
        done = true;
        clearTimeout(timer);
        cancelAnimationFrame(frame);
        task();
      };
      const timer = setTimeout(once, HIDDEN_MS);
      const frame = requestAnimationFrame(once);
    },
    afterFrame(task) {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        channel.port1.close();
        task();
      };
      channel.port2.postMessage(undefined);
    },
  };
}
