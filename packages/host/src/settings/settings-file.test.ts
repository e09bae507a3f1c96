import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SettingsFile } from './settings-file.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'atomiton-settings-'));
  file = path.join(folder, 'settings.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('remembers what was set and gives the default back where a value is taken away', async () => {
  const settings = await SettingsFile.load(folder);
  await settings.change([
    { section: 'appearance', name: 'theme', value: 'light' },
    { section: 'keys', name: 'run', value: ['F5'] },
  ]);
  const again = await SettingsFile.load(folder);
  expect(again.current.appearance.theme).toBe('light');
  expect(again.current.keys).toEqual({ run: ['F5'] });
  await again.change([{ section: 'appearance', name: 'theme' }]);
  expect((await SettingsFile.load(folder)).current.appearance.theme).toBe('system');
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ appearance: {}, keys: { run: ['F5'] } });
});

it('keeps keys that it does not know', async () => {
  await writeFile(file, JSON.stringify({ later: { a: 1 }, canvas: { snap: true, lasso: 'round' } }));
  const settings = await SettingsFile.load(folder);
  expect(settings.problem).toBeUndefined();
  await settings.change([{ section: 'canvas', name: 'grid', value: false }]);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    later: { a: 1 },
    canvas: { snap: true, lasso: 'round', grid: false },
  });
});

it('keeps a damaged file aside, says so, and begins with the defaults', async () => {
  await writeFile(file, '{"appearance": {"theme": "li');
  const settings = await SettingsFile.load(folder);
  expect(settings.current.appearance.theme).toBe('system');
  expect(settings.problem).toMatch(
    /could not be read .*defaults apply.*kept as .*settings\.json\.damaged-\d+/,
  );
  await settings.change([{ section: 'appearance', name: 'theme', value: 'dark' }]);
  const aside = (await readdir(folder)).find((name) => name.includes('damaged')) ?? '';
  expect(await readFile(path.join(folder, aside), 'utf8')).toBe('{"appearance": {"theme": "li');
});

it('names a wrong value and leaves it in the file', async () => {
  await writeFile(file, JSON.stringify({ appearance: { theme: 'pink' } }));
  const settings = await SettingsFile.load(folder);
  expect(settings.problem).toContain('"appearance.theme" is "pink"');
  await settings.change([{ section: 'canvas', name: 'snap', value: true }]);
  expect(await readFile(file, 'utf8')).toContain('pink');
});

it('refuses what no setting can be, and changes nothing then', async () => {
  const settings = await SettingsFile.load(folder);
  const wrong = [
    { section: 'appearance', name: 'zoom', value: 9 },
    { section: 'appearance', name: 'glitter', value: true },
    { section: 'keys', name: 'run', value: 'F5' },
  ] as const;
  for (const change of wrong) {
    await expect(
      settings.change([{ section: 'canvas', name: 'snap', value: true }, change]),
    ).rejects.toMatchObject({ data: { code: 'bad-setting' } });
  }
  expect(settings.current.canvas.snap).toBe(false);
});

it('writes changes that come together one after the other', async () => {
  const settings = await SettingsFile.load(folder);
  await Promise.all(
    ['a', 'b', 'c', 'd'].map((name) => settings.change([{ section: 'keys', name, value: [name] }])),
  );
  const { keys } = JSON.parse(await readFile(file, 'utf8'));
  expect(Object.keys(keys)).toEqual(['a', 'b', 'c', 'd']);
});
