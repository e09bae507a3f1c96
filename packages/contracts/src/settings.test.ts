import { expect, it } from 'vitest';
import { defaultSettings, readSettings } from './settings.js';

it('gives every setting its default', () => {
  const settings = defaultSettings();
  expect(settings.appearance).toEqual({ theme: 'system', motion: 'system', zoom: 1 });
  expect(settings.canvas).toEqual({ snap: false, grid: true, minimap: true, edges: 'curved' });
  expect(settings.keys).toEqual({});
});

it('leaves out only what is wrong, and names it with what it received', () => {
  const { settings, problems } = readSettings({
    appearance: { theme: 'pink', zoom: 1.25, glitter: true },
    canvas: 7,
    keys: { run: ['F5'], stop: 'F6' },
    elsewhere: { kept: true },
  });
  expect(settings.appearance).toEqual({ theme: 'system', motion: 'system', zoom: 1.25 });
  expect(settings.keys).toEqual({ run: ['F5'] });
  expect(problems).toHaveLength(3);
  expect(problems[0]).toMatch(/^"appearance\.theme" is "pink": /);
  expect(problems[1]).toBe('"canvas" is 7; a record was expected.');
  expect(problems[2]).toMatch(/^"keys\.stop" is "F6": /);
});

it('reads anything at all as settings', () => {
  for (const stored of [null, 1, 'x', [], { panels: { layouts: { a: 1 } } }]) {
    expect(readSettings(stored).settings.panels.layouts).toEqual({});
  }
});
