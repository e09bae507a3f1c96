/** Smallest size class; anything below shares it. Bytes. */
const SMALLEST_CLASS_BYTES = 4096;

/** The size class of a request: four steps an octave, so at most a quarter of a buffer is unused. Bytes. */
export function sizeClass(byteLength: number): number {
  if (byteLength <= SMALLEST_CLASS_BYTES) return SMALLEST_CLASS_BYTES;
  const octave = 2 ** Math.floor(Math.log2(byteLength - 1));
  const step = octave / 4;
  return Math.ceil(byteLength / step) * step;
}

/**
 * Free buffers by size class. The garbage collector gives SharedArrayBuffers back far too late, so they are reused:
 * a request takes a free buffer of its class or of the classes up to one and a half times as large.
 */
export class BufferPool {
  private readonly free = new Map<number, SharedArrayBuffer[]>();
  private freeTotal = 0;

  /** @param maxFreeBytes more than this is dropped, largest first. */
  constructor(private readonly maxFreeBytes: number) {}

  get freeBytes(): number {
    return this.freeTotal;
  }

  /** A buffer of at least `byteLength`; its content is whatever was there before. */
  take(byteLength: number): SharedArrayBuffer {
    const wanted = sizeClass(byteLength);
    const limit = Math.max(wanted * 1.5, SMALLEST_CLASS_BYTES);
    for (let size = wanted; size <= limit; size = sizeClass(size + 1)) {
      const buffer = this.free.get(size)?.pop();
      if (buffer === undefined) continue;
      this.freeTotal -= size;
      return buffer;
    }
    return new SharedArrayBuffer(wanted);
  }

  give(buffer: SharedArrayBuffer): void {
    const list = this.free.get(buffer.byteLength);
    if (list === undefined) this.free.set(buffer.byteLength, [buffer]);
    else list.push(buffer);
    this.freeTotal += buffer.byteLength;
    while (this.freeTotal > this.maxFreeBytes) this.dropLargest();
  }

  clear(): void {
    this.free.clear();
    this.freeTotal = 0;
  }

  private dropLargest(): void {
    let largest = 0;
    for (const [size, list] of this.free) if (list.length > 0 && size > largest) largest = size;
    this.free.get(largest)?.pop();
    this.freeTotal -= largest;
  }
}
