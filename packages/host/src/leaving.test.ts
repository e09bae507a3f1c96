import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestHost } from './testing/open-host.js';
import { openTestHost } from './testing/open-host.js';

let here: TestHost;
beforeEach(async () => {
  here = await openTestHost();
});
afterEach(() => here.close());

test('a window that goes while its document is being opened does not keep the right to edit it', async () => {
  const file = path.join(here.folder, 'work.blueprint.json');
  await writeFile(file, '{"formatVersion":1,"id":"w","name":"n","nodes":{},"edges":{}}');
  const gone = here.host.connect();
  const opening = gone.handlers['document.open']({ path: file });
  gone.close();
  await opening;
  expect((await here.client.call('document.open', { path: file })).writer).toBe(true);
});

test('a run that is asked for in the moment in which its document is closed does not start', async () => {
  const { documentId } = await here.client.call('document.create', {});
  const started = here.client.call('run.start', { documentId, options: {} });
  const closed = here.client.call('document.close', { documentId });
  await expect(started).rejects.toMatchObject({ data: { code: 'unknown-document' } });
  await closed;
});
