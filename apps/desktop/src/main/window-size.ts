/** Pixels on the screen. */
export interface Size {
  width: number;
  height: number;
}

const WANTED: Size = { width: 1600, height: 1000 };
const SMALLEST: Size = { width: 960, height: 600 };

function within(size: Size, room: Size): Size {
  return { width: Math.min(size.width, room.width), height: Math.min(size.height, room.height) };
}

/** The size of a new window and the smallest it can be made, both no larger than the room the screen has for windows. */
export function windowSize(workArea: Size): { size: Size; smallest: Size } {
  return { size: within(WANTED, workArea), smallest: within(SMALLEST, workArea) };
}
