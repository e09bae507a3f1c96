/** How a picture lies in its view: `x`, `y` is where its corner is drawn, `scale` the pixels of the screen for one of its own. */
export interface ImagePlace {
  x: number;
  y: number;
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

export const MIN_SCALE = 0.01;
export const MAX_SCALE = 64;

/** Whole and in the middle; small pictures are not enlarged. */
export function fitImage(image: Size, view: Size): ImagePlace {
  const scale = Math.min(1, view.width / image.width, view.height / image.height);
  return centred(image, view, scale > 0 ? scale : 1);
}

/** In the middle at a scale. */
export function centred(image: Size, view: Size, scale: number): ImagePlace {
  return {
    x: (view.width - image.width * scale) / 2,
    y: (view.height - image.height * scale) / 2,
    scale,
  };
}

/** Zooms so that the point of the picture under the pointer stays there. */
export function zoomAt(place: ImagePlace, at: { x: number; y: number }, factor: number): ImagePlace {
  const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, place.scale * factor));
  const ratio = scale / place.scale;
  return { x: at.x - (at.x - place.x) * ratio, y: at.y - (at.y - place.y) * ratio, scale };
}

/** The pixel of the picture under a point of the view, or undefined beside it. */
export function pixelAt(
  place: ImagePlace,
  at: { x: number; y: number },
  image: Size,
): { x: number; y: number } | undefined {
  const x = Math.floor((at.x - place.x) / place.scale);
  const y = Math.floor((at.y - place.y) / place.scale);
  return x >= 0 && y >= 0 && x < image.width && y < image.height ? { x, y } : undefined;
}

/** The part of the picture that is seen, in its own pixels. */
export function seenPart(
  place: ImagePlace,
  view: Size,
  image: Size,
): { x: number; y: number; right: number; bottom: number } {
  return {
    x: Math.max(0, Math.floor(-place.x / place.scale)),
    y: Math.max(0, Math.floor(-place.y / place.scale)),
    right: Math.min(image.width, Math.ceil((view.width - place.x) / place.scale)),
    bottom: Math.min(image.height, Math.ceil((view.height - place.y) / place.scale)),
  };
}
