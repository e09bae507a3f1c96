import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Operation } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HostProcess } from '../testing/host-process.js';
import { startHostProcess } from '../testing/host-process.js';

let folder: string;
let host: HostProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'atomiton-full-'));
});
afterEach(async () => {
  await host?.kill();
  await rm(folder, { recursive: true, force: true });
});

/** No file of the process grows beyond so many bytes, or as it likes. @returns why not, where that cannot be asked for. */
function limitFiles(pid: number, limit: number | 'unlimited'): string | undefined {
  const set = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${limit}:`], { encoding: 'utf8' });
  return set.status === 0 ? undefined : (set.error?.message ?? set.stderr);
}

function rename(name: string): Operation[] {
  return [{ op: 'rename-blueprint', name }];
}

test('a journal that fails while the host runs: nothing is acknowledged that is not there, a save takes the edits, and it goes on when there is room', async (context) => {
  let acknowledged = 0;
  let documentId = '';
  const call = (name: string) => ({
    operations: rename(name),
    entry: { label: name, kind: 'do' as const },
  });
  /** Edits until one is refused. @returns the refusal; undefined where the size of files cannot be limited. */
  const editUntilFull = async ({ client, pid }: HostProcess): Promise<unknown> => {
    const log = await stat(path.join(folder, 'data', 'journal.db-wal'));
    const refused = limitFiles(pid, log.size + 80_000);
    if (refused !== undefined) {
      console.log(`skipped: the size of files cannot be limited here: ${refused}`);
      return undefined;
    }
    for (;;) {
      try {
        const input = { documentId, baseRevision: acknowledged, ...call(`edit ${acknowledged}`) };
        acknowledged = (await client.call('document.apply', input)).revision;
      } catch (thrown) {
        return thrown;
      }
    }
  };

  host = await startHostProcess(folder);
  ({ documentId } = await host.client.call('document.create', {}));
  const thrown = await editUntilFull(host);
  if (thrown === undefined) {
    context.skip();
    return;
  }
  const error = toErrorData(thrown);
  expect(error).toMatchObject({ kind: 'resource', code: 'journal-failed' });
  expect(error.hint).toContain('Free some space');
  expect(acknowledged).toBeGreaterThan(0);
  expect((await host.client.call('document.reopen', { documentId })).revision).toBe(acknowledged);

  // A power cut now: all that was acknowledged is there, and nothing else.
  await host.kill();
  host = await startHostProcess(folder);
  const { client } = host;
  const again = await client.call('document.reopen', { documentId });
  expect(again.revision).toBe(acknowledged);
  expect(again.history.done).toHaveLength(acknowledged);

  // The window sends what it has made meanwhile with a save: it is on the disk, in the document and can be undone.
  expect(toErrorData(await editUntilFull(host)).code).toBe('journal-failed');
  const file = path.join(folder, 'work.blueprint.json');
  const unkept = { baseRevision: acknowledged, edits: [call('only in the window'), call('saved')] };
  const copy = path.join(folder, 'copy.blueprint.json');
  await client.call('document.saveCopy', { documentId, path: copy, unkept });
  expect(await readFile(copy, 'utf8')).toContain('"saved"');
  const saved = await client.call('document.save', { documentId, path: file, unkept });
  expect(await readFile(file, 'utf8')).toContain('"saved"');
  expect(saved.savedRevision).toBe(acknowledged + 2);
  expect(saved.document?.blueprint.name).toBe('saved');
  expect(saved.document?.history.done).toHaveLength(acknowledged + 2);
  await expect(
    client.call('document.apply', { documentId, baseRevision: acknowledged, ...call('stale') }),
  ).rejects.toMatchObject({ data: { code: 'stale-revision' } });

  // There is room again: the journal gets the whole document, with what it had missed.
  expect(limitFiles(host.pid, 'unlimited')).toBeUndefined();
  acknowledged += 2;
  const after = await client.call('document.apply', {
    documentId,
    baseRevision: acknowledged,
    ...call('goes on'),
  });
  const late = { baseRevision: after.revision, edits: [call('late')] };
  await client.call('document.save', { documentId, unkept: late });
  await client.call('document.apply', {
    documentId,
    baseRevision: after.revision + 1,
    ...call('last'),
  });
  await host.kill();
  host = await startHostProcess(folder);
  const back = await host.client.call('document.reopen', { documentId });
  const { revision } = after;
  expect([back.blueprint.name, back.revision, back.savedRevision, back.path]).toEqual([
    'last',
    revision + 2,
    revision + 1,
    file,
  ]);
  const labels = back.history.done.slice(-5).map(({ label }) => label);
  expect(labels).toEqual(['only in the window', 'saved', 'goes on', 'late', 'last']);
}, 60_000);
