import path from 'node:path';
import type { BridgeInput } from '@atomiton/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestHost } from '../testing/open-host.js';
import { openTestHost } from '../testing/open-host.js';

let here: TestHost;
let documentId: string;
let revision: number;
beforeEach(async () => {
  here = await openTestHost();
  ({ documentId } = await here.client.call('document.create', {}));
  revision = 0;
  await name('first', 'do');
  await here.client.call('document.save', {
    documentId,
    path: path.join(here.folder, 'a.blueprint.json'),
  });
});
afterEach(() => here.close());

/** Renames the document, as an edit, its undo or its redo. @returns whether it is that of its file. */
async function name(text: string, kind: 'do' | 'undo' | 'redo'): Promise<boolean> {
  const edit: BridgeInput<'document.apply'> = {
    documentId,
    baseRevision: revision,
    operations: [{ op: 'rename-blueprint', name: text }],
    entry: { label: 'Rename', kind },
  };
  const applied = await here.client.call('document.apply', edit);
  ({ revision } = applied);
  return applied.revision === applied.savedRevision;
}

test('taking back every edit since the save makes the document that of its file, also after a restart', async () => {
  expect(await name('second', 'do')).toBe(false);
  expect(await name('third', 'do')).toBe(false);
  expect(await name('second', 'undo')).toBe(false);
  expect(await name('first', 'undo')).toBe(true);
  expect(await name('second', 'redo')).toBe(false);
  here = await here.restart();
  await here.client.call('document.reopen', { documentId });
  expect(await name('first', 'undo')).toBe(true);
  here = await here.restart();
  const again = await here.client.call('document.open', {
    path: path.join(here.folder, 'a.blueprint.json'),
  });
  expect([again.blueprint.name, again.revision === again.savedRevision]).toEqual(['first', true]);
});

test('a history as long as at the save is not enough: the text decides', async () => {
  await name('Untitled', 'undo');
  expect(await name('other', 'do')).toBe(false);
  expect(await name('more', 'do')).toBe(false);
  expect(await name('other', 'undo')).toBe(false);
});

test('a saved document that was closed and reopened: an edit and its undo make it that of its file again', async () => {
  await here.client.call('document.close', { documentId });
  await here.client.call('document.reopen', { documentId });
  expect(await name('second', 'do')).toBe(false);
  expect(await name('first', 'undo')).toBe(true);
});
