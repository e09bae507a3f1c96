/** Pixels: rows from top to bottom without padding, one byte a channel. */
export interface Pixels {
  width: number;
  height: number;
  channels: 1 | 4;
  bytes: Uint8Array;
}

/** The size whose longer side is at most `maxSize`, in the same proportion; never enlarges. */
export function fitWithin(width: number, height: number, maxSize: number): { width: number; height: number } {
  const scale = Math.min(1, maxSize / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Reduces a picture by averaging whole boxes of source pixels (colours weighted by their alpha, so that transparent
 * pixels do not darken edges). One pass over the source; the source is not written.
 */
export function downscale(source: Pixels, maxSize: number): Pixels {
  const { width, height } = fitWithin(source.width, source.height, maxSize);
  if (width === source.width && height === source.height) return source;
  const { channels } = source;
  const sums = new Float64Array(width * height * channels);
  const counts = new Float64Array(width * height);
  const column = new Uint32Array(source.width);
  for (let x = 0; x < source.width; x++) column[x] = Math.floor((x * width) / source.width);
  let from = 0;
  for (let y = 0; y < source.height; y++) {
    const row = Math.floor((y * height) / source.height) * width;
    for (let x = 0; x < source.width; x++, from += channels) {
      const cell = row + (column[x] as number);
      counts[cell] = (counts[cell] as number) + 1;
      const to = cell * channels;
      if (channels === 1) {
        sums[to] = (sums[to] as number) + (source.bytes[from] as number);
        continue;
      }
      const alpha = source.bytes[from + 3] as number;
      sums[to] = (sums[to] as number) + (source.bytes[from] as number) * alpha;
      sums[to + 1] = (sums[to + 1] as number) + (source.bytes[from + 1] as number) * alpha;
      sums[to + 2] = (sums[to + 2] as number) + (source.bytes[from + 2] as number) * alpha;
      sums[to + 3] = (sums[to + 3] as number) + alpha;
    }
  }
  const bytes = new Uint8Array(width * height * channels);
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell] as number;
    const at = cell * channels;
    if (channels === 1) {
      bytes[at] = Math.round((sums[at] as number) / count);
      continue;
    }
    const alpha = sums[at + 3] as number;
    if (alpha > 0) {
      for (let channel = 0; channel < 3; channel++) {
        bytes[at + channel] = Math.round((sums[at + channel] as number) / alpha);
      }
    }
    bytes[at + 3] = Math.round(alpha / count);
  }
  return { width, height, channels, bytes };
}
