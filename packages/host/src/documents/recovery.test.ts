import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestHost } from '../testing/open-host.js';

const PACKAGE = path.resolve(import.meta.dirname, '..', '..');

/** A host in a process of its own that edits one document for ever and tells its parent of each edit applied. */
const EDITOR = `
  import path from 'node:path';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { createBridgeClient } from '@atomiton/contracts';
  import { createHost, createMemoryCarrier } from './dist/index.js';
  const [folder, file] = process.argv.slice(1);
  const { host } = await createHost({
    version: '0.0.0',
    dataFolder: path.join(folder, 'data'),
    examplesFolder: path.join(folder, 'examples'),
    shell: 'browser',
    log: () => undefined,
  });
  const client = createBridgeClient(createMemoryCarrier(host));
  const { documentId } = await (file === undefined
    ? client.call('document.create', {})
    : client.call('document.open', { path: file }));
  for (let edit = 0; ; edit++) {
    const operations = [{ op: 'rename-blueprint', name: 'edit ' + edit }];
    await client.call('document.apply', { documentId, baseRevision: edit, operations });
    process.send(edit);
    await sleep(20);
  }
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'atomiton-crash-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Starts a host that edits without end, kills it hard, and says up to which edit it had been told it was kept. */
async function editAndKill(file: string | undefined, afterMs: number): Promise<number> {
  const args = ['--input-type=module', '-e', EDITOR, folder, ...(file === undefined ? [] : [file])];
  const child = spawn(process.execPath, args, {
    cwd: PACKAGE,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let oldEnough = 0;
  const edits: { edit: number; at: number }[] = [];
  child.on('message', (edit) => edits.push({ edit: Number(edit), at: performance.now() }));
  await new Promise<void>((resolve) => child.once('message', () => resolve()));
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  const killedAt = performance.now();
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  // Everything older than the autosave's interval (500 ms, and time to write) must be there.
  for (const { edit, at } of edits) if (killedAt - at > 1500) oldEnough = edit;
  return oldEnough;
}

test('after kill -9 a document comes back with its unsaved changes; the file itself is untouched', async () => {
  const file = path.join(folder, 'work.blueprint.json');
  const text = '{"formatVersion":1,"id":"w","name":"as saved","nodes":{},"edges":{}}';
  await writeFile(file, text);
  const kept = await editAndKill(file, 2500);
  expect(kept).toBeGreaterThan(5);
  expect(await readFile(file, 'utf8')).toBe(text);

  const again = await openTestHost(folder);
  const document = await again.client.call('document.open', { path: file });
  const edit = Number(/^edit (\d+)$/.exec(document.blueprint.name)?.[1]);
  expect(edit).toBeGreaterThanOrEqual(kept);
  expect(document.revision).not.toBe(document.savedRevision);
  expect(document.diagnostics.map(({ code }) => code)).toContain('recovered');
  await again.client.call('document.save', { documentId: document.documentId });
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ name: `edit ${edit}` });
  await again.close();
});

test('after kill -9 a document that never had a file is among the recent ones', async () => {
  const kept = await editAndKill(undefined, 2500);
  const again = await openTestHost(folder);
  const [left] = (await again.client.call('app.info', {})).recent;
  const document = await again.client.call('document.open', { path: left ?? '' });
  expect(Number(/^edit (\d+)$/.exec(document.blueprint.name)?.[1])).toBeGreaterThanOrEqual(kept);
  expect(document.path).toBeUndefined();
  await again.client.call('document.close', { documentId: document.documentId });
  expect((await again.client.call('app.info', {})).recent).toEqual([]);
  await again.close();
});
