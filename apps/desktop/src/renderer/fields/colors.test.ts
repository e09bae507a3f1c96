import { expect, it } from 'vitest';
import { hexOf, hslOf, rgbOf } from './colors';

it.each([
  ['#1ad', [17, 170, 221]],
  ['#FFFFFF', [255, 255, 255]],
  ['1a62d0', undefined],
  ['#12', undefined],
])('%s', (text, rgb) => {
  expect(rgbOf(text)).toEqual(rgb);
});

it.each(['#ff0000', '#00ff00', '#0000ff', '#000000', '#ffffff', '#808080'])(
  '%s survives hue and back',
  (text) => {
    const hsl = hslOf(text);
    expect(hsl === undefined ? undefined : hexOf(hsl)).toBe(text);
  },
);
