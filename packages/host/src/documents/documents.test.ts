import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Operation } from '@atomiton/contracts';
import { createBridgeClient } from '@atomiton/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryCarrier } from '../carriers/memory-carrier.js';
import type { TestHost } from '../testing/open-host.js';
import { openTestHost } from '../testing/open-host.js';

let here: TestHost;
beforeEach(async () => {
  here = await openTestHost();
});
afterEach(() => here.close());

function csvNode(file: string): Operation {
  return {
    op: 'add-node',
    id: 'csv',
    node: { type: 'core/csv-reader', typeVersion: 1, parameters: { path: file }, mode: 'active' },
  };
}

async function pathIn(file: string): Promise<unknown> {
  const document = JSON.parse(await readFile(file, 'utf8')) as {
    nodes: { csv: { parameters: { path: unknown } } };
  };
  return document.nodes.csv.parameters.path;
}

describe('paths of a blueprint', () => {
  test('are absolute until the first save, relative to the file after it, and follow the file', async () => {
    const { client, folder } = here;
    const data = path.join(folder, 'data files', 'a.csv');
    const { documentId } = await client.call('document.create', {});
    await client.call('document.apply', { documentId, baseRevision: 0, operations: [csvNode(data)] });
    const changes: unknown[] = [];
    client.on('document.changed', (change) => changes.push(change));

    const first = path.join(folder, 'first.blueprint.json');
    const saved = await client.call('document.save', { documentId, path: first });
    expect(await pathIn(first)).toBe('data files/a.csv');
    // Making the path relative is an edit that the one who saves hears of.
    expect(saved.savedRevision).toBe(2);
    expect(changes).toEqual([
      {
        documentId,
        revision: 2,
        savedRevision: 2,
        path: first,
        operations: [{ op: 'set-parameter', id: 'csv', name: 'path', value: 'data files/a.csv' }],
      },
    ]);

    await mkdir(path.join(folder, 'deep', 'er'), { recursive: true });
    const second = path.join(folder, 'deep', 'er', 'second.blueprint.json');
    await client.call('document.save', { documentId, path: second });
    expect(await pathIn(second)).toBe('../../data files/a.csv');
    expect(await pathIn(first)).toBe('data files/a.csv');
  });

  test('of an example start from the examples folder until it is saved', async () => {
    const { client, folder, examplesFolder } = here;
    await mkdir(examplesFolder);
    const example = {
      formatVersion: 1,
      id: 'e',
      name: 'Example',
      description: 'Shows something.',
      nodes: { csv: { type: 'core/csv-reader', typeVersion: 1, parameters: { path: 'data/a.csv' } } },
      edges: {},
    };
    await writeFile(path.join(examplesFolder, 'one.blueprint.json'), JSON.stringify(example));
    const { examples } = await client.call('app.info', {});
    expect(examples).toMatchObject([{ id: 'one', name: 'Example', description: 'Shows something.' }]);
    const { documentId, path: none } = await client.call('document.create', { example: 'one' });
    expect(none).toBeUndefined();
    const file = path.join(folder, 'mine.blueprint.json');
    await client.call('document.save', { documentId, path: file });
    expect(await pathIn(file)).toBe('examples/data/a.csv');
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ description: 'Shows something.' });
  });
});

describe('a save that fails', () => {
  test('changes nothing: path, revision and file stay, and the next one works', async () => {
    const { client, folder } = here;
    const { documentId } = await client.call('document.create', {});
    const data = path.join(folder, 'a.csv');
    await client.call('document.apply', { documentId, baseRevision: 0, operations: [csvNode(data)] });
    const bad = path.join(folder, 'absent', 'a.blueprint.json');
    await expect(client.call('document.save', { documentId, path: bad })).rejects.toMatchObject({
      data: { code: 'folder-missing' },
    });
    await expect(client.call('document.save', { documentId })).rejects.toMatchObject({
      data: { code: 'no-path' },
    });
    const good = path.join(folder, 'a.blueprint.json');
    const { savedRevision } = await client.call('document.save', { documentId, path: good });
    expect(savedRevision).toBe(2);
    expect(await pathIn(good)).toBe('a.csv');
  });

  test('a file open as another document is not written over', async () => {
    const { client, folder } = here;
    const one = await client.call('document.create', {});
    const file = path.join(folder, 'one.blueprint.json');
    await client.call('document.save', { documentId: one.documentId, path: file });
    const two = await client.call('document.create', {});
    const saving = client.call('document.save', { documentId: two.documentId, path: file, overwrite: true });
    await expect(saving).rejects.toMatchObject({ data: { code: 'open-elsewhere' } });
  });
});

test('many edits and saves at once end with the last edit in the file', async () => {
  const { client, folder } = here;
  const { documentId } = await client.call('document.create', {});
  const file = path.join(folder, 'busy.blueprint.json');
  await client.call('document.save', { documentId, path: file });
  const work: Promise<unknown>[] = [];
  for (let edit = 0; edit < 30; edit++) {
    const operations: Operation[] = [{ op: 'rename-blueprint', name: `edit ${edit}` }];
    work.push(client.call('document.apply', { documentId, baseRevision: edit, operations }));
    if (edit % 7 === 0) work.push(client.call('document.save', { documentId }));
  }
  await Promise.all(work);
  const { savedRevision } = await client.call('document.save', { documentId });
  expect(savedRevision).toBe(30);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ name: 'edit 29' });
  expect((await readdir(folder)).filter((name) => name.includes('.tmp'))).toEqual([]);
});

test('the first save of a document that nobody has named gives it the name of its file', async () => {
  const { client, folder } = here;
  const changes: Operation[] = [];
  client.on('document.changed', ({ operations }) => changes.push(...operations));
  const nameIn = async (file: string) => (JSON.parse(await readFile(file, 'utf8')) as { name: string }).name;
  const { documentId } = await client.call('document.create', {});
  const nameByFile = true;
  const first = path.join(folder, 'spring tides.blueprint.json');
  const { savedRevision } = await client.call('document.save', { documentId, path: first, nameByFile });
  expect(await nameIn(first)).toBe('spring tides');
  await expect.poll(() => changes).toEqual([{ op: 'rename-blueprint', name: 'spring tides' }]);
  const second = path.join(folder, 'elsewhere.blueprint.json');
  await client.call('document.save', { documentId, path: second, nameByFile });
  expect(await nameIn(second)).toBe('spring tides');
  const operations: Operation[] = [{ op: 'rename-blueprint', name: 'Untitled' }];
  await client.call('document.apply', { documentId, baseRevision: savedRevision, operations });
  await client.call('document.save', { documentId, nameByFile });
  expect(await nameIn(second)).toBe('Untitled');
});

test('an edit that comes while the file is being written is not taken for saved', async () => {
  const { client, folder } = here;
  const { documentId } = await client.call('document.create', {});
  const file = path.join(folder, 'race.blueprint.json');
  await client.call('document.save', { documentId, path: file });
  for (let round = 0; round < 60; round++) {
    const saving = client.call('document.save', { documentId });
    // Saving takes some milliseconds: the edits meet every part of it.
    for (let turn = 0; turn < round % 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    const operations: Operation[] = [{ op: 'rename-blueprint', name: `revision ${round + 1}` }];
    const applying = client.call('document.apply', { documentId, baseRevision: round, operations });
    const [{ savedRevision }, { revision }] = await Promise.all([saving, applying]);
    expect(revision).toBe(round + 1);
    const inFile = JSON.parse(await readFile(file, 'utf8')) as { name: string };
    expect(inFile.name).toBe(savedRevision === 0 ? 'Untitled' : `revision ${savedRevision}`);
  }
});

test('what nobody knows is kept: keys, node types and the spelling of numbers', async () => {
  const { client, folder } = here;
  const file = path.join(folder, 'kept.blueprint.json');
  const text =
    '{"formatVersion":1,"id":"k","name":"k","nodes":{"odd":{"type":"other/pack","typeVersion":3,' +
    '"parameters":{"x":1.50,"big":12345678901234567890},"future":{"a":1e3}}},"edges":{},"newKey":[1.0]}';
  await writeFile(file, text);
  const { documentId } = await client.call('document.open', { path: file });
  await client.call('document.apply', {
    documentId,
    baseRevision: 0,
    operations: [{ op: 'rename-blueprint', name: 'renamed' }],
  });
  await client.call('document.save', { documentId });
  const saved = await readFile(file, 'utf8');
  for (const part of ['1.50', '12345678901234567890', '1e3', '"newKey"', '"typeVersion": 3', '"renamed"']) {
    expect(saved).toContain(part);
  }
});

test('a viewer that comes later finds a document that never had a file in its workspace', async () => {
  const { client, host } = here;
  const { documentId } = await client.call('document.create', {});
  await client.call('document.apply', {
    documentId,
    baseRevision: 0,
    operations: [{ op: 'rename-blueprint', name: 'no file yet' }],
    entry: { label: 'Rename', kind: 'do' },
  });
  await client.call('workspace.set', { tabs: [documentId], active: documentId, closed: [] });
  client.close();
  const next = createBridgeClient(createMemoryCarrier(host));
  const { tabs, active } = await next.call('workspace.get', {});
  expect({ tabs, active }).toEqual({ tabs: [documentId], active: documentId });
  const found = await next.call('document.reopen', { documentId });
  expect(found.blueprint.name).toBe('no file yet');
  expect(found.path).toBeUndefined();
  expect(found.writer).toBe(true);
  expect(found.history.done.map(({ label }) => label)).toEqual(['Rename']);
});
