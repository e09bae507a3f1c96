/** Work on the event loop is interrupted after this. Milliseconds. */
const SLICE_MS = 5;
/** How many parts are handled between two looks at the clock. */
const PARTS_PER_LOOK = 512;

/** Lets the event loop run when a slice is used up; otherwise costs a comparison. */
export class EventLoopSlices {
  private parts = 0;
  private until = performance.now() + SLICE_MS;

  isOver(): boolean {
    if (++this.parts % PARTS_PER_LOOK !== 0) return false;
    return performance.now() > this.until;
  }

  async next(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.until = performance.now() + SLICE_MS;
  }
}
