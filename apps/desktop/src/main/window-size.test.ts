import { expect, it } from 'vitest';
import { windowSize } from './window-size.js';

it('a large screen gives the window the size it wants', () => {
  expect(windowSize({ width: 2560, height: 1400 })).toEqual({
    size: { width: 1600, height: 1000 },
    smallest: { width: 960, height: 600 },
  });
});

it('a window is never larger than the work area of the screen', () => {
  expect(windowSize({ width: 1366, height: 728 }).size).toEqual({ width: 1366, height: 728 });
});

it('on a screen below the smallest size the smallest size is the screen', () => {
  expect(windowSize({ width: 800, height: 560 })).toEqual({
    size: { width: 800, height: 560 },
    smallest: { width: 800, height: 560 },
  });
});
