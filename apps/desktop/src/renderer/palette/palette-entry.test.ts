import { expect, it } from 'vitest';
import { COMMANDS } from '../commands/command-list';
import { findEntries, type PaletteEntry, type PaletteGroup } from './palette-entry';

const entry = (title: string, more: Partial<PaletteEntry> = {}): PaletteEntry => ({
  id: title,
  title,
  run: () => undefined,
  ...more,
});
const GROUPS: PaletteGroup[] = [
  { id: 'commands', heading: 'Commands', first: 2, entries: [entry('Run'), entry('Save'), entry('Zoom in')] },
  {
    id: 'nodes',
    heading: 'Add',
    first: 1,
    entries: [entry('CSV reader', { keywords: 'comma table' }), entry('Gaussian blur')],
  },
  { id: 'none', heading: 'Nothing', first: 9, entries: [] },
];
const titles = (text: string) =>
  findEntries(GROUPS, text).map(({ id, entries }) => [id, ...entries.map(({ title }) => title)]);

it('shows the first of each group before anything is typed', () => {
  expect(titles(' ')).toEqual([
    ['commands', 'Run', 'Save'],
    ['nodes', 'CSV reader'],
  ]);
});

it('finds letters in order, by title and by keyword', () => {
  expect(titles('gblur')).toEqual([['nodes', 'Gaussian blur']]);
  expect(titles('comma')).toEqual([['nodes', 'CSV reader']]);
  expect(titles('xyzzy')).toEqual([]);
});

it('puts the group with the best hit first', () => {
  expect(titles('blur')[0]?.[0]).toBe('nodes');
  expect(titles('zoom')[0]?.[0]).toBe('commands');
});

it.each(['export', 'save as png', 'csv', 'download'])(
  '"%s" finds the command that exports a result',
  (text) => {
    const entries = COMMANDS.map(({ id, title, keywords }): PaletteEntry => {
      return { id, title, keywords, run: () => undefined };
    });
    const [group] = findEntries([{ id: 'commands', heading: 'Commands', entries, first: 1000 }], text);
    expect(group?.entries.map(({ id }) => id)).toContain('export-result');
  },
);
