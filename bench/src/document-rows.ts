import type { FileHandle } from 'node:fs/promises';
import { mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { blueprint, printBlueprint } from '@atomiton/blueprint';
import type { BridgeClient } from '@atomiton/contracts';
import { createBridgeClient } from '@atomiton/contracts';
import { createHost, createMemoryCarrier, writeDurably } from '@atomiton/host';
import type { Row } from './measure.js';
import { alternate } from './measure.js';

const EDITS = 1000;
const WARM_UP = 50;
/** What an edit costs the disk, beside a bare append of as many bytes with its sync. */
const AT_MOST = 5;

/** A document of so many nodes, opened. @returns a function that sends one edit and waits until it is acknowledged. */
async function editor(
  client: BridgeClient,
  folder: string,
  nodes: number,
): Promise<() => Promise<undefined>> {
  let drawing = blueprint(`edits ${nodes}`);
  for (let node = 0; node < nodes; node++) drawing = drawing.node(`n${node}`, 'core/number', { value: node });
  const file = path.join(folder, `${nodes}.blueprint.json`);
  await writeDurably(file, printBlueprint(drawing.build()), true);
  const { documentId, revision: first } = await client.call('document.open', { path: file });
  let revision = first;
  return async () => {
    const answer = await client.call('document.apply', {
      documentId,
      baseRevision: revision,
      operations: [{ op: 'set-parameter', id: `n${revision % nodes}`, name: 'value', value: revision + 0.5 }],
      entry: { label: 'Change value', kind: 'do' },
    });
    revision = answer.revision;
    return undefined;
  };
}

/** Appends a row as large as the journal's and syncs it. */
async function append(file: FileHandle, row: Uint8Array): Promise<undefined> {
  await file.write(row);
  await file.datasync();
  return undefined;
}

/** The time from sending an edit to its acknowledgement, its sync included, in an idle host. */
export async function documentRows(): Promise<Row[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'atomiton-bench-'));
  const { host } = await createHost({
    version: '0.0.0',
    dataFolder: path.join(folder, 'data'),
    examplesFolder: folder,
    shell: 'browser',
    log: () => undefined,
  });
  const raw = await open(path.join(folder, 'raw.log'), 'a');
  try {
    const client = createBridgeClient(createMemoryCarrier(host));
    const row = new Uint8Array(256).fill(46);
    const rows: Row[] = [];
    for (const nodes of [10, 1000]) {
      const edit = await editor(client, folder, nodes);
      const [ours, baseline] = await alternate(1, EDITS, WARM_UP, [edit, () => append(raw, row)]);
      if (ours === undefined || baseline === undefined) continue;
      rows.push({
        what: `an acknowledged edit of ${nodes.toLocaleString('en')} nodes`,
        ours,
        baselineName: 'append and sync',
        baseline,
        target: { kind: 'ratio', atMost: AT_MOST },
      });
    }
    return rows;
  } finally {
    await raw.close();
    await host.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}
