import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { JsonValue, Operation } from '@atomiton/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestHost } from '../testing/open-host.js';
import { openTestHost } from '../testing/open-host.js';

let here: TestHost;
beforeEach(async () => {
  here = await openTestHost();
});
afterEach(() => here.close());

function node(id: string, value: JsonValue): Operation[] {
  const parameters = { value };
  return [{ op: 'add-node', id, node: { type: 'core/none', typeVersion: 1, mode: 'active', parameters } }];
}

test('a document that has grown beyond a file comes back after a restart, and is not saved over a file that can be opened', async () => {
  const { client } = here;
  const file = path.join(here.folder, 'large.blueprint.json');
  const { documentId } = await client.call('document.create', {});
  await client.call('document.save', { documentId, path: file });
  const saved = await readFile(file, 'utf8');
  const large = 'x'.repeat(9_000_000);
  for (const [baseRevision, id] of ['one', 'two'].entries()) {
    await client.call('document.apply', { documentId, baseRevision, operations: node(id, large) });
  }
  const refused = {
    data: { code: 'too-large', message: expect.stringContaining('could not be opened again') },
  };
  await expect(client.call('document.save', { documentId })).rejects.toMatchObject(refused);
  const copy = path.join(here.folder, 'copy.blueprint.json');
  await expect(client.call('document.saveCopy', { documentId, path: copy })).rejects.toMatchObject(refused);
  expect(await readFile(file, 'utf8')).toBe(saved);
  // Twice: what the first start folds, the second has to read.
  for (const start of ['first', 'second']) {
    here = await here.restart();
    const { blueprint, revision, savedRevision } = await here.client.call('document.reopen', { documentId });
    expect([start, Object.keys(blueprint.nodes)]).toEqual([start, ['one', 'two']]);
    expect([revision, savedRevision]).toEqual([2, 0]);
  }
}, 60_000);

test('values nested as deep as a parameter may be are saved, opened and brought back', async () => {
  let deep: JsonValue = 1;
  for (let level = 0; level < 200; level++) deep = [deep];
  const { documentId } = await here.client.call('document.create', {});
  await here.client.call('document.apply', { documentId, baseRevision: 0, operations: node('deep', deep) });
  const file = path.join(here.folder, 'deep.blueprint.json');
  await here.client.call('document.save', { documentId, path: file });
  const again = node('again', deep);
  await here.client.call('document.apply', { documentId, baseRevision: 1, operations: again });
  for (const start of ['first', 'second']) {
    here = await here.restart();
    const { blueprint } = await here.client.call('document.reopen', { documentId });
    expect([start, blueprint.nodes.again?.parameters.value]).toEqual([start, deep]);
  }
  await here.client.call('document.close', { documentId });
  const opened = await here.client.call('document.open', { path: file });
  expect(opened.blueprint.nodes.deep?.parameters.value).toEqual(deep);
});
