// A host in a process of its own that edits one document for ever and tells its parent of each edit applied.
//   node edit-until-killed.mjs FOLDER [FILE]
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBridgeClient } from '@atomiton/contracts';
import { createHost, createMemoryCarrier } from '../../dist/index.js';

const [folder = '', file] = process.argv.slice(2);
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
  await client.call('document.apply', {
    documentId,
    baseRevision: edit,
    operations: [{ op: 'rename-blueprint', name: `edit ${edit}` }],
  });
  process.send?.(edit);
  await sleep(20);
}
