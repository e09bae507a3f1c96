import { AtomitonError } from '@atomiton/contracts';
import type { Pixels } from './downscale.js';

/** A part of a picture. Pixels. */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * The pixels of a part of a picture, cut where it ends.
 * @throws AtomitonError `outside` where no pixel of the picture is meant.
 */
export function imageRegion(source: Pixels, region: Region): Pixels {
  const { channels } = source;
  const width = Math.min(region.width, source.width - region.x);
  const height = Math.min(region.height, source.height - region.y);
  if (width < 1 || height < 1) {
    throw new AtomitonError({
      kind: 'validation',
      code: 'outside',
      message: `Pixels from ${region.x}, ${region.y} were asked for; the picture has ${source.width} × ${source.height}.`,
      hint: 'Ask for a place inside the picture.',
    });
  }
  const bytes = new Uint8Array(width * height * channels);
  for (let row = 0; row < height; row++) {
    const from = ((region.y + row) * source.width + region.x) * channels;
    bytes.set(source.bytes.subarray(from, from + width * channels), row * width * channels);
  }
  return { width, height, channels, bytes };
}
