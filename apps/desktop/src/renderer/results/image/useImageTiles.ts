import type { Identity } from '@atomiton/contracts';
import { useEffect, useRef, useState } from 'react';
import { useEditor } from '../../editor/EditorContext';
import { type ImagePlace, type Size, seenPart } from './image-place';

const TILE = 512;
/** Longer side of the picture that is shown from far away. Pixels. */
export const BASE_SIZE = 2048;
const MAX_TILES = 40;

export interface DrawnPart {
  x: number;
  y: number;
  width: number;
  height: number;
  picture: CanvasImageSource;
}

async function decode(pngBase64: string): Promise<ImageBitmap> {
  const bytes = Uint8Array.from(atob(pngBase64), (letter) => letter.charCodeAt(0));
  return createImageBitmap(new Blob([bytes], { type: 'image/png' }), { premultiplyAlpha: 'premultiply' });
}

/** The parts of a picture to draw: one reduced for far away, and full-size tiles where it is looked at closely. */
export function useImageTiles(identity: Identity, image: Size, place: ImagePlace | undefined, view: Size) {
  const { values } = useEditor();
  const [base, setBase] = useState<{ of: Identity; part: DrawnPart } | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const tiles = useRef(new Map<string, DrawnPart | undefined>());
  const of = useRef(identity);
  const [, setArrived] = useState(0);

  useEffect(() => {
    let wanted = true;
    values
      .get('value.image', { identity, maxSize: BASE_SIZE })
      .then(({ pngBase64 }) => decode(pngBase64))
      .then(
        (picture) => {
          if (!wanted) return;
          setProblem(undefined);
          setBase({ of: identity, part: { x: 0, y: 0, width: image.width, height: image.height, picture } });
        },
        (thrown: unknown) => {
          if (wanted) setProblem(thrown instanceof Error ? thrown.message : String(thrown));
        },
      );
    return () => {
      wanted = false;
    };
  }, [values, identity, image.width, image.height]);

  if (of.current !== identity) {
    of.current = identity;
    tiles.current = new Map();
  }
  const reduced = Math.max(image.width, image.height) > BASE_SIZE;
  const close =
    reduced && place !== undefined && place.scale > BASE_SIZE / Math.max(image.width, image.height);
  const seen = close ? seenPart(place, view, image) : undefined;
  const wantedKeys: string[] = [];
  if (seen !== undefined) {
    for (let y = Math.floor(seen.y / TILE) * TILE; y < seen.bottom; y += TILE) {
      for (let x = Math.floor(seen.x / TILE) * TILE; x < seen.right; x += TILE) wantedKeys.push(`${x} ${y}`);
    }
  }
  const wanted = wantedKeys.slice(0, MAX_TILES).join(',');
  useEffect(() => {
    for (const key of wanted === '' ? [] : wanted.split(',')) {
      if (tiles.current.has(key)) continue;
      const [x = 0, y = 0] = key.split(' ').map(Number);
      const kept = tiles.current;
      kept.set(key, undefined);
      values
        .get('value.tile', { identity, x, y, width: TILE, height: TILE })
        .then(async ({ width, height, pngBase64 }) => {
          kept.set(key, { x, y, width, height, picture: await decode(pngBase64) });
          for (const oldest of kept.keys()) {
            if (kept.size <= MAX_TILES) break;
            if (!wanted.includes(oldest)) kept.delete(oldest);
          }
          setArrived((count) => count + 1);
        })
        .catch(() => kept.delete(key));
    }
  }, [values, identity, wanted]);

  const parts: DrawnPart[] = base === undefined ? [] : [base.part];
  if (base?.of === identity)
    for (const key of wantedKeys) {
      const part = tiles.current.get(key);
      if (part !== undefined) parts.push(part);
    }
  return { parts, problem };
}
