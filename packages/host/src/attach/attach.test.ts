import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BridgeEventData } from '@atomiton/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../contract/contract-steps.js';
import { startHostProcess } from '../testing/host-process.js';
import { localAddress } from './local-address.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'atomiton-attach-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a second start on a data folder shows the documents of the first, live, and one of them writes', async () => {
  const first = await startHostProcess(folder);
  const second = await startHostProcess(folder);
  expect(second.pid).not.toBe(first.pid);
  const { documentId, writer } = await first.client.call('document.create', {});
  expect(writer).toBe(true);
  const seen = await second.client.call('document.reopen', { documentId });
  expect([seen.writer, seen.revision]).toEqual([false, 0]);
  const heard: BridgeEventData<'document.changed'>[] = [];
  second.client.on('document.changed', (change) => heard.push(change));
  const edit = {
    documentId,
    baseRevision: 0,
    operations: [{ op: 'rename-blueprint' as const, name: 'live' }],
  };
  await first.client.call('document.apply', edit);
  await until(() => heard.length === 1, 'the second start hears of the edit of the first');
  expect(heard[0]?.operations).toEqual(edit.operations);
  const refused = second.client.call('document.apply', { ...edit, baseRevision: 1 });
  await expect(refused).rejects.toMatchObject({ data: { code: 'not-writer' } });
  const leases: boolean[] = [];
  first.client.on('document.lease', (lease) => leases.push(lease.writer));
  await second.client.call('document.takeLease', { documentId });
  await second.client.call('document.apply', { ...edit, baseRevision: 1 });
  await until(() => leases.length > 0, 'the first start hears that it follows now');
  expect(leases).toEqual([false]);

  // The one that only attached goes: the host and its documents stay.
  await second.kill();
  await until(() => leases.length > 1, 'who is left writes again');
  expect(leases).toEqual([false, true]);
  await first.kill();
  // Nothing but the sockets is left of the first: the next start is the host.
  const third = await startHostProcess(folder);
  const again = await third.client.call('document.reopen', { documentId });
  expect([again.blueprint.name, again.revision, again.writer]).toEqual(['live', 2, true]);
  await third.kill();
});

test('two starts at the same moment come to one host', async () => {
  const [one, other] = await Promise.all([startHostProcess(folder), startHostProcess(folder)]);
  const { documentId } = await one.client.call('document.create', {});
  expect((await other.client.call('document.reopen', { documentId })).documentId).toBe(documentId);
  await Promise.all([one.kill(), other.kill()]);
});

test('only this user can reach the host; a data folder with a long name has its socket elsewhere', async () => {
  if (process.platform === 'win32') return;
  const host = await startHostProcess(folder);
  expect((await stat(localAddress(path.join(folder, 'data')))).mode & 0o077).toBe(0);
  await host.kill();
  const long = path.join(folder, 'x'.repeat(120));
  expect(Buffer.byteLength(localAddress(long))).toBeLessThan(104);
  expect(localAddress(long)).not.toBe(localAddress(`${long}y`));
});
