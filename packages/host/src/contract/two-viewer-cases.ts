import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BridgeClient, BridgeEventData } from '@atomiton/contracts';
import { createBridgeClient } from '@atomiton/contracts';
import type { ContractCase, ContractTools } from './contract-case.js';
import { NotApplicable } from './contract-case.js';
import { addNode, BatchReader, codeOf, csvDocument, until } from './contract-steps.js';

async function withSecond(
  { subject }: ContractTools,
  work: (second: BridgeClient) => Promise<void>,
): Promise<void> {
  const carrier = await subject.connect();
  if (carrier === undefined) throw new NotApplicable('there is one viewer only');
  const second = createBridgeClient(carrier);
  try {
    await work(second);
  } finally {
    second.close();
  }
}

/** Two viewers of one document. */
export const twoViewerCases: ContractCase[] = [
  {
    name: 'two viewers of a file share one document and hear of each other in order',
    viewers: 2,
    async run(tools) {
      const { client, subject } = tools;
      await withSecond(tools, async (second) => {
        const made = await client.call('document.create', {});
        const file = path.join(subject.folder, 'shared.blueprint.json');
        await client.call('document.save', { documentId: made.documentId, path: file });
        const { documentId, revision } = await second.call('document.open', { path: file });
        assert.equal(documentId, made.documentId);

        const heard: BridgeEventData<'document.changed'>[] = [];
        const own: BridgeEventData<'document.changed'>[] = [];
        second.on('document.changed', (change) => heard.push(change));
        client.on('document.changed', (change) => own.push(change));
        for (let edit = 0; edit < 20; edit++) {
          const operations = [addNode(`n${edit}`, 'core/number', {})];
          await client.call('document.apply', { documentId, baseRevision: revision + edit, operations });
        }
        await until(() => heard.length === 20, 'the second viewer hears of twenty edits');
        assert.deepEqual(
          heard.map((change) => change.revision),
          Array.from({ length: 20 }, (_, edit) => revision + edit + 1),
        );
        assert.deepEqual(own, [], 'the one who edits is not told');
        const following = second.call('document.apply', {
          documentId,
          baseRevision: revision + 20,
          operations: [{ op: 'rename-blueprint', name: 'not mine to change' }],
        });
        assert.equal(await codeOf(following), 'not-writer');
        const leases: BridgeEventData<'document.lease'>[] = [];
        client.on('document.lease', (lease) => leases.push(lease));
        const taken = await second.call('document.takeLease', { documentId });
        assert.deepEqual([taken.writer, taken.revision], [true, revision + 20]);
        await until(() => leases.length === 1, 'the first viewer hears that it follows now');
        assert.deepEqual(leases, [{ documentId, writer: false }]);
        const stale = second.call('document.apply', {
          documentId,
          baseRevision: revision,
          operations: [{ op: 'rename-blueprint', name: 'too late' }],
        });
        assert.equal(await codeOf(stale), 'stale-revision');
        await second.call('document.apply', {
          documentId,
          baseRevision: revision + 20,
          operations: [{ op: 'rename-blueprint', name: 'in time' }],
        });
        await until(() => own.length === 1, 'the first viewer hears of the other one’s edit');
        await client.call('document.takeLease', { documentId });
        const { savedRevision } = await client.call('document.save', { documentId });
        await until(
          () => heard.at(-1)?.savedRevision === savedRevision,
          'the second viewer hears of the save',
        );

        await client.call('document.close', { documentId });
        const still = await second.call('document.open', { path: file });
        assert.equal(still.documentId, documentId, 'open as long as one viewer shows it');
        await second.call('document.close', { documentId });
      });
    },
  },
  {
    name: 'a run is told to everyone who shows the document, and to nobody else',
    viewers: 2,
    async run(tools) {
      const { client, subject } = tools;
      await withSecond(tools, async (second) => {
        const data = path.join(subject.folder, 'both.csv');
        await writeFile(data, 'a,b\n1,2\n');
        const { documentId } = await csvDocument(client, data);
        const stranger = new BatchReader(second);
        const reader = new BatchReader(client);
        await client.call('run.start', { documentId });
        await until(() => reader.finished, 'the run has finished');
        assert.equal(stranger.events.length, 0);

        const file = path.join(subject.folder, 'both.blueprint.json');
        await client.call('document.save', { documentId, path: file });
        await second.call('document.open', { path: file });
        reader.clear();
        const { runId } = await second.call('run.start', { documentId });
        await until(() => reader.finished && stranger.finished, 'both see the end of the run');
        assert.deepEqual([...reader.problems, ...stranger.problems], []);
        const last = (await client.call('run.snapshot', { runId })).seq;
        assert.equal(reader.events.at(-1)?.seq, last);
        assert.equal(stranger.events.at(-1)?.seq, last);
        reader.close();
        stranger.close();
        await second.call('document.close', { documentId });
        await client.call('document.close', { documentId });
      });
    },
  },
  {
    name: 'a viewer that is gone loses nothing: the next one finds the document with its changes',
    viewers: 2,
    async run(tools) {
      const { client, subject } = tools;
      const file = path.join(subject.folder, 'left.blueprint.json');
      await withSecond(tools, async (second) => {
        const { documentId } = await second.call('document.create', {});
        await second.call('document.save', { documentId, path: file });
        await second.call('document.apply', {
          documentId,
          baseRevision: 0,
          operations: [addNode('unsaved', 'core/number', {})],
        });
      });
      const found = await client.call('document.open', { path: file });
      assert.ok(found.blueprint.nodes.unsaved !== undefined);
      assert.notEqual(found.revision, found.savedRevision);
      await client.call('document.close', { documentId: found.documentId });
    },
  },
];
