import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Operation } from '@atomiton/contracts';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestHost } from '../testing/open-host.js';
import { openTestHost } from '../testing/open-host.js';
import { Journal } from './journal.js';

const SAVED = '{"formatVersion":1,"id":"w","name":"as saved","nodes":{},"edges":{}}';

let here: TestHost;
beforeEach(async () => {
  here = await openTestHost();
});
afterEach(() => here.close());

function rename(name: string): Operation[] {
  return [{ op: 'rename-blueprint', name }];
}

test('a damaged journal is put aside, which is said, and a saved document is untouched', async () => {
  const file = path.join(here.folder, 'work.blueprint.json');
  await writeFile(file, SAVED);
  const opened = await here.client.call('document.open', { path: file });
  await here.client.call('document.apply', {
    documentId: opened.documentId,
    baseRevision: 0,
    operations: rename('unsaved'),
  });
  await here.host.dispose();
  await writeFile(path.join(here.dataFolder, 'journal.db'), 'this was never a database, '.repeat(500));
  here = await here.restart();
  const { problems } = await here.client.call('app.info', {});
  expect(problems.map(({ code }) => code)).toEqual(['journal-damaged']);
  expect(problems[0]?.hint).toMatch(/Saved documents are not touched.*journal\.db\.damaged-/);
  expect((await readdir(here.dataFolder)).some((name) => name.includes('.damaged-'))).toBe(true);
  expect(await readFile(file, 'utf8')).toBe(SAVED);
  const again = await here.client.call('document.open', { path: file });
  expect(again.blueprint.name).toBe('as saved');
  await here.client.call('document.apply', {
    documentId: again.documentId,
    baseRevision: 0,
    operations: rename('goes on'),
  });
  here = await here.restart();
  expect((await here.client.call('app.info', {})).problems).toEqual([]);
  expect((await here.client.call('document.open', { path: file })).blueprint.name).toBe('goes on');
});

test('a journal that cannot be written is said; documents can be edited and saved all the same', async () => {
  await here.host.dispose();
  await writeFile(path.join(here.folder, 'data-file'), 'not a folder');
  const dead = await openTestHost(path.join(here.folder, 'data-file'));
  try {
    const { problems } = await dead.client.call('app.info', {});
    expect(problems.map(({ code }) => code)).toEqual(['journal-unavailable']);
    expect(problems[0]?.message).toMatch(/Unsaved edits are not kept/);
    const { documentId } = await dead.client.call('document.create', {});
    await dead.client.call('document.apply', { documentId, baseRevision: 0, operations: rename('saved') });
    const file = path.join(here.folder, 'saved.blueprint.json');
    await dead.client.call('document.save', { documentId, path: file });
    expect(await readFile(file, 'utf8')).toContain('"saved"');
  } finally {
    await dead.close();
  }
});

test('a second opener of a data folder is told, and the folder is free when the first has gone', async () => {
  await expect(Journal.open(here.dataFolder)).rejects.toMatchObject({ data: { code: 'data-folder-in-use' } });
  await here.host.dispose();
  await (await Journal.open(here.dataFolder)).close();
});

test('the journal stays small whatever the number of edits, and opens with all of them', async () => {
  const { documentId } = await here.client.call('document.create', {});
  const edits = 3000;
  const times: number[] = [];
  for (let edit = 0; edit < edits; edit++) {
    const began = performance.now();
    await here.client.call('document.apply', {
      documentId,
      baseRevision: edit,
      operations: rename(`edit ${edit} ${'x'.repeat(500)}`),
      ...(edit < edits - 20 ? {} : { entry: { label: `Edit ${edit}`, kind: 'do' as const } }),
    });
    times.push(performance.now() - began);
  }
  times.sort((one, other) => one - other);
  const at = (part: number) => (times[Math.floor(part * (edits - 1))] ?? 0).toFixed(2);
  console.log(`an acknowledged edit: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
  here = await here.restart();
  expect((await stat(path.join(here.dataFolder, 'journal.db'))).size).toBeLessThan(1_500_000);
  const again = await here.client.call('document.reopen', { documentId });
  expect(again.revision).toBe(edits);
  expect(again.blueprint.name).toMatch(new RegExp(`^edit ${edits - 1} `));
  expect(again.history.done).toHaveLength(20);
});

test('a closed document comes back with its edits and history; opening its file gives what was saved', async () => {
  await mkdir(path.join(here.folder, 'work'));
  const file = path.join(here.folder, 'work', 'a.blueprint.json');
  await writeFile(file, SAVED);
  const { documentId } = await here.client.call('document.open', { path: file });
  const entry = { label: 'Rename', kind: 'do' as const };
  await here.client.call('document.apply', {
    documentId,
    baseRevision: 0,
    operations: rename('mine'),
    entry,
  });
  await here.client.call('document.close', { documentId });
  here = await here.restart();
  const back = await here.client.call('document.reopen', { documentId });
  expect(back).toMatchObject({ documentId, revision: 1, savedRevision: 0, path: file });
  expect(back.history.done).toHaveLength(1);
  expect(back.blueprint.name).toBe('mine');
  await here.client.call('document.close', { documentId });
  const fresh = await here.client.call('document.open', { path: file });
  expect(fresh.documentId).not.toBe(documentId);
  expect(fresh.blueprint.name).toBe('as saved');
  // One file is one document: the closed one is not opened beside it.
  expect((await here.client.call('document.reopen', { documentId })).documentId).toBe(fresh.documentId);
});

test('tabs of every window are in the first one after a start, and so is unsaved work that none showed', async () => {
  const made = await Promise.all([1, 2, 3].map(() => here.client.call('document.create', {})));
  const [one = '', two = '', three = ''] = made.map(({ documentId }) => documentId);
  await here.client.call('workspace.set', { tabs: [one], active: one, closed: [] });
  await here.client.call('workspace.set', { window: 'second', tabs: [two], active: two, closed: [] });
  await here.client.call('document.apply', {
    documentId: three,
    baseRevision: 0,
    operations: rename('work'),
  });
  await here.client.call('document.draft', { documentId: one, field: 'name', text: 'half a wo' });
  here = await here.restart();
  const { tabs, active } = await here.client.call('workspace.get', {});
  expect([tabs, active]).toEqual([[one, two, three], one]);
  expect((await here.client.call('document.reopen', { documentId: one })).drafts).toEqual({
    name: 'half a wo',
  });
});

test('a data folder that is removed while the host runs: the journal begins anew with every document, its history and the tabs', async () => {
  const { client } = here;
  const edited = (await client.call('document.create', {})).documentId;
  const other = (await client.call('document.create', {})).documentId;
  await client.call('document.apply', { documentId: other, baseRevision: 0, operations: rename('other') });
  await client.call('workspace.set', { window: 'main', tabs: [other, edited], active: other, closed: [] });
  for (const [round, name] of ['once', 'twice'].entries()) {
    await rm(here.dataFolder, { recursive: true });
    const entry = { label: name, kind: 'do' as const };
    await client.call('document.apply', {
      documentId: edited,
      baseRevision: round,
      operations: rename(name),
      entry,
    });
  }
  await client.call('document.draft', { documentId: other, field: 'title', text: 'half a wor' });
  here = await here.restart();
  const { tabs, active } = await here.client.call('workspace.get', { window: 'main' });
  expect([tabs, active]).toEqual([[other, edited], other]);
  const back = await here.client.call('document.reopen', { documentId: edited });
  expect([back.blueprint.name, back.revision]).toEqual(['twice', 2]);
  expect(back.history.done.map(({ label }) => label)).toEqual(['once', 'twice']);
  const second = await here.client.call('document.reopen', { documentId: other });
  expect([second.blueprint.name, second.drafts]).toEqual(['other', { title: 'half a wor' }]);
}, 60_000);

test('the journal of a newer version is left as it is, which is said, and edits are kept beside it', async () => {
  await here.client.call('document.create', {});
  await here.host.dispose();
  const file = path.join(here.dataFolder, 'journal.db');
  const future = new Database(file);
  future.exec('PRAGMA user_version = 2');
  future.close();
  const before = await readFile(file);
  here = await here.restart();
  expect((await here.client.call('app.info', {})).problems.map(({ code }) => code)).toEqual([
    'journal-newer',
  ]);
  await expect(Journal.open(here.dataFolder)).rejects.toMatchObject({ data: { code: 'data-folder-in-use' } });
  const { documentId } = await here.client.call('document.create', {});
  await here.client.call('document.apply', { documentId, baseRevision: 0, operations: rename('kept') });
  here = await here.restart();
  expect((await here.client.call('document.reopen', { documentId })).blueprint.name).toBe('kept');
  expect((await readFile(file)).equals(before)).toBe(true);
}, 60_000);

/** Changes what stands in the rows of the journal while nobody has it open. */
async function alterRows(from: string, to: string): Promise<void> {
  await here.host.dispose();
  const database = new Database(path.join(here.dataFolder, 'journal.db'));
  database.exec(`UPDATE rows SET data = replace(data, '${from}', '${to}')`);
  database.close();
  here = await here.restart();
}

async function unreadRows(): Promise<string> {
  const folder = path.join(here.dataFolder, 'unread-edits');
  const [name = 'none'] = await readdir(folder);
  return readFile(path.join(folder, name), 'utf8');
}

test('edits that cannot be read any more are kept as a file that the document names, never thrown away', async () => {
  const file = path.join(here.folder, 'work.blueprint.json');
  await writeFile(file, SAVED);
  const { documentId } = await here.client.call('document.open', { path: file });
  for (const [baseRevision, name] of ['first', 'second', 'third'].entries()) {
    await here.client.call('document.apply', { documentId, baseRevision, operations: rename(name) });
  }
  await alterRows('"name":"second"', '"name":12345678');
  const { blueprint, diagnostics } = await here.client.call('document.reopen', { documentId });
  expect(blueprint.name).toBe('first');
  const note = diagnostics.find(({ code }) => code === 'journal-incomplete');
  expect(note?.message).toMatch(/Edit 3 of 4 [^]*unread-edits/);
  expect(await unreadRows()).toContain('"name":"third"');

  await rm(path.join(here.dataFolder, 'unread-edits'), { recursive: true });
  await alterRows('"kind":"snapshot"', '"kind":"snapshos"');
  const again = await here.client.call('document.open', { path: file });
  expect(again.blueprint.name).toBe('as saved');
  expect(again.diagnostics.map(({ code }) => code)).toContain('journal-unreadable');
  expect(await unreadRows()).toContain('"snapshos"');
}, 60_000);
