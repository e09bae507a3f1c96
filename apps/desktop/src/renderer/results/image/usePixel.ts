import type { Identity } from '@atomiton/contracts';
import { useEffect, useState } from 'react';
import { useEditor } from '../../editor/EditorContext';

const TILE = 64;

/** A pixel as the host has it: red, green, blue, alpha; or one grey value. */
export interface PixelValue {
  x: number;
  y: number;
  channels: number[];
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** The exact value of one pixel. */
export function usePixel(
  identity: Identity,
  at: { x: number; y: number } | undefined,
): PixelValue | undefined {
  const { values } = useEditor();
  const [pixel, setPixel] = useState<PixelValue | undefined>(undefined);
  const x = at?.x;
  const y = at?.y;
  useEffect(() => {
    if (x === undefined || y === undefined) return undefined;
    let wanted = true;
    const left = Math.floor(x / TILE) * TILE;
    const top = Math.floor(y / TILE) * TILE;
    values.get('value.pixels', { identity, x: left, y: top, width: TILE, height: TILE }).then(
      ({ width, format, base64 }) => {
        if (!wanted) return;
        const channels = format === 'rgba8' ? 4 : 1;
        const start = ((y - top) * width + (x - left)) * channels;
        setPixel({ x, y, channels: [...bytesOf(base64).subarray(start, start + channels)] });
      },
      () => {
        if (wanted) setPixel(undefined);
      },
    );
    return () => {
      wanted = false;
    };
  }, [values, identity, x, y]);
  return x === undefined ? undefined : pixel;
}
