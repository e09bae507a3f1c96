import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunSnapshot } from '@atomiton/contracts';
import type { ContractCase } from './contract-case.js';
import { NotApplicable } from './contract-case.js';
import { addNode, BatchReader, codeOf, csvDocument, until } from './contract-steps.js';

const ROWS = 5000;

function table(snapshot: RunSnapshot, node: string, port: string): { identity: string; rows: number } {
  const summary = snapshot.nodes[node]?.outputs?.[port];
  assert.equal(summary?.kind, 'table', `${node}.${port} is a table`);
  return summary?.kind === 'table' ? summary : assert.fail();
}

/** Equal inputs may have been run before: a cached result counts. */
function assertThrough(snapshot: RunSnapshot, node: string): void {
  const state = snapshot.nodes[node]?.state ?? 'absent';
  assert.ok(state === 'done' || state === 'cached', `${node} is ${state}, expected done or cached`);
}

/** Runs and values over the bridge. */
export const runCases: ContractCase[] = [
  {
    name: 'a run tells its events in order, and its snapshot says the same',
    viewers: 1,
    async run({ client, subject }) {
      const data = path.join(subject.folder, 'numbers.csv');
      const lines = Array.from({ length: ROWS }, (_, row) => `${row},row ${row},${row / 2}`);
      await writeFile(data, `id,name,half\n${lines.join('\n')}\n`);
      const { documentId } = await csvDocument(client, data);
      const reader = new BatchReader(client);
      const { runId } = await client.call('run.start', { documentId });
      await until(() => reader.finished, 'the run has finished');
      reader.close();
      assert.deepEqual(reader.problems, []);
      const snapshot = await client.call('run.snapshot', { runId });
      assert.equal(snapshot.state, 'done', JSON.stringify(snapshot.error));
      assert.equal(snapshot.seq, reader.events.at(-1)?.seq);
      assertThrough(snapshot, 'csv');
      assertThrough(snapshot, 'show');
      const { identity, rows } = table(snapshot, 'csv', 'table');
      assert.equal(rows, ROWS);

      const page = await client.call('value.page', { identity, offset: 4990, limit: 100 });
      assert.deepEqual(
        page.columns.map(({ name }) => name),
        ['id', 'name', 'half'],
      );
      assert.equal(page.total, ROWS);
      assert.equal(page.rows.length, 10);
      assert.deepEqual(page.rows[9], [4999, 'row 4999', 2499.5]);
      const beyond = await client.call('value.page', { identity, offset: ROWS + 5, limit: 10 });
      assert.deepEqual(beyond.rows, []);
      const text = await client.call('value.text', { identity, maxChars: 20 });
      assert.ok(text.text.length <= 20 && text.totalChars > 20);
      assert.equal(await codeOf(client.call('value.image', { identity, maxSize: 10 })), 'wrong-kind');
      await client.call('run.cancel', { runId });
      await client.call('document.close', { documentId });
      assert.equal(
        await codeOf(client.call('value.page', { identity, offset: 0, limit: 1 })),
        'unknown-value',
      );
      assert.equal(await codeOf(client.call('run.snapshot', { runId })), 'unknown-run');
    },
  },
  {
    name: 'a picture is shown reduced, as PNG',
    viewers: 1,
    async run({ client, subject }) {
      const { definitions, runtimes } = await client.call('catalog.get', {});
      const wasm = runtimes.find(({ language }) => language === 'wasm');
      if (!definitions.some(({ type }) => type === 'core/image-load') || wasm?.state === 'missing') {
        throw new NotApplicable(wasm?.message ?? 'no node loads pictures here');
      }
      const file = path.join(subject.folder, 'dot.png');
      await writeFile(file, Buffer.from(RED_PNG, 'base64'));
      const { documentId } = await client.call('document.create', {});
      const operations = [addNode('picture', 'core/image-load', { path: file })];
      await client.call('document.apply', { documentId, baseRevision: 0, operations });
      const reader = new BatchReader(client);
      const { runId } = await client.call('run.start', { documentId });
      await until(() => reader.finished, 'the run has finished');
      reader.close();
      const snapshot = await client.call('run.snapshot', { runId });
      const summary = snapshot.nodes.picture?.outputs?.image;
      assert.equal(summary?.kind, 'image', JSON.stringify(snapshot));
      const identity = summary?.identity ?? '';
      const image = await client.call('value.image', { identity, maxSize: 2 });
      assert.deepEqual([image.width, image.height], [2, 1]);
      assert.equal(Buffer.from(image.pngBase64, 'base64').subarray(1, 4).toString(), 'PNG');
      await client.call('document.close', { documentId });
    },
  },
  {
    name: 'a failing node says why, and the others go on',
    viewers: 1,
    async run({ client, subject }) {
      const absent = path.join(subject.folder, 'not-there.csv');
      const { documentId } = await csvDocument(client, absent);
      await client.call('document.apply', {
        documentId,
        baseRevision: 3,
        operations: [addNode('alone', 'core/number', {})],
      });
      const reader = new BatchReader(client);
      const { runId } = await client.call('run.start', { documentId });
      await until(() => reader.finished, 'the run has finished');
      reader.close();
      const snapshot = await client.call('run.snapshot', { runId });
      const { state, nodes } = snapshot;
      assert.equal(state, 'failed');
      assert.equal(nodes.csv?.state, 'failed');
      assert.ok(nodes.csv?.error?.message.includes('not-there.csv'));
      assert.deepEqual([nodes.show?.state, nodes.show?.blockedBy], ['blocked', 'csv']);
      assertThrough(snapshot, 'alone');
      await client.call('document.close', { documentId });
    },
  },
  {
    name: 'run to here runs what the node needs and nothing else',
    viewers: 1,
    async run({ client, subject }) {
      const data = path.join(subject.folder, 'small.csv');
      await writeFile(data, 'a\n1\n');
      const { documentId } = await csvDocument(client, data);
      const reader = new BatchReader(client);
      const { runId } = await client.call('run.start', { documentId, options: { to: 'csv' } });
      await until(() => reader.finished, 'the run has finished');
      reader.close();
      const snapshot = await client.call('run.snapshot', { runId });
      assertThrough(snapshot, 'csv');
      assert.notEqual(snapshot.nodes.show?.state, 'done');
      assert.notEqual(snapshot.nodes.show?.state, 'cached');
      await client.call('document.close', { documentId });
    },
  },
];

/** 4 × 2 pixels, all red. */
const RED_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAIAAADwyuo0AAAAEElEQVR4nGP4z8AARwzIHABvqgf5gNwAKAAAAABJRU5ErkJggg==';
