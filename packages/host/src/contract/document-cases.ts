import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseBlueprint } from '@atomiton/blueprint';
import { toErrorData } from '@atomiton/contracts';
import type { ContractCase } from './contract-case.js';
import { addNode, codeOf, csvDocument } from './contract-steps.js';

const LARGE_BYTES = 50 * 1024 * 1024;

/** Documents over the bridge, on real files. */
export const documentCases: ContractCase[] = [
  {
    name: 'a document is made, edited, saved and opened again with the same content',
    viewers: 1,
    async run({ client, subject }) {
      const data = path.join(subject.folder, 'cities.csv');
      await writeFile(data, 'city,people\nBern,134\nGenève,203\n');
      const { documentId } = await csvDocument(client, data);
      const file = path.join(subject.folder, 'made.blueprint.json');
      const saved = await client.call('document.save', { documentId, path: file });
      assert.equal(saved.path, file);
      const parsed = parseBlueprint(await readFile(file, 'utf8'));
      assert.ok(parsed.ok);
      assert.equal(parsed.blueprint.nodes.csv?.parameters.path, 'cities.csv', 'saved paths are relative');
      assert.equal(parsed.blueprint.edges['show.value']?.from, 'csv.table');
      await client.call('document.close', { documentId });
      assert.equal(await codeOf(client.call('document.save', { documentId })), 'unknown-document');
      const again = await client.call('document.open', { path: file });
      assert.equal(again.path, file);
      assert.equal(again.revision, again.savedRevision);
      assert.deepEqual(Object.keys(again.blueprint.nodes), ['csv', 'show']);
      assert.ok(
        (await client.call('app.info', {})).recent.includes(file),
        'the file is among the recent ones',
      );
      await client.call('document.close', { documentId: again.documentId });
    },
  },
  {
    name: 'operations are applied together or not at all, and a stale one is refused with both numbers',
    viewers: 1,
    async run({ client }) {
      const { documentId } = await client.call('document.create', {});
      const good = addNode('one', 'core/number', {});
      const bad = { op: 'remove-node' as const, id: 'absent' };
      const refused = client.call('document.apply', { documentId, baseRevision: 0, operations: [good, bad] });
      assert.equal(await codeOf(refused), 'node-missing');
      const applied = await client.call('document.apply', {
        documentId,
        baseRevision: 0,
        operations: [good],
      });
      assert.equal(applied.revision, 1);
      const stale = client.call('document.apply', {
        documentId,
        baseRevision: 0,
        operations: [addNode('two', 'core/number', {})],
      });
      await assert.rejects(stale, /revision 0.*revision 1/);
      await client.call('document.close', { documentId });
    },
  },
  {
    name: 'problems of a document come with every answer',
    viewers: 1,
    async run({ client }) {
      const { documentId } = await client.call('document.create', {});
      const { diagnostics } = await client.call('document.apply', {
        documentId,
        baseRevision: 0,
        operations: [addNode('odd', 'other/unknown', {}), addNode('csv', 'core/csv-reader', {})],
      });
      assert.ok(diagnostics.some(({ code, node }) => code === 'unknown-type' && node === 'odd'));
      assert.ok(diagnostics.some(({ severity, node }) => severity === 'error' && node === 'csv'));
      await client.call('document.close', { documentId });
    },
  },
  {
    name: 'saving never replaces another file unless told to',
    viewers: 1,
    async run({ client, subject }) {
      const file = path.join(subject.folder, 'taken.blueprint.json');
      await writeFile(file, 'precious');
      const { documentId } = await client.call('document.create', {});
      assert.equal(await codeOf(client.call('document.save', { documentId, path: file })), 'file-exists');
      assert.equal(await readFile(file, 'utf8'), 'precious');
      await client.call('document.save', { documentId, path: file, overwrite: true });
      assert.ok(parseBlueprint(await readFile(file, 'utf8')).ok);
      await writeFile(file, 'changed by another program');
      assert.equal(await codeOf(client.call('document.save', { documentId })), 'file-changed');
      assert.equal(await readFile(file, 'utf8'), 'changed by another program');
      await client.call('document.close', { documentId });
    },
  },
  {
    name: 'files that are no blueprints are refused by what is wrong with them',
    viewers: 1,
    async run({ client, subject }) {
      const expected: [name: string, text: string, code: string][] = [
        ['empty.blueprint.json', '', 'empty-file'],
        ['junk.blueprint.json', 'city,people\n', 'bad-json'],
        [
          'shape.blueprint.json',
          '{"formatVersion":1,"id":"x","name":"x","nodes":[],"edges":{}}',
          'bad-shape',
        ],
      ];
      for (const [name, text, code] of expected) {
        const file = path.join(subject.folder, name);
        await writeFile(file, text);
        assert.equal(await codeOf(client.call('document.open', { path: file })), code, name);
      }
      const absent = path.join(subject.folder, 'absent.blueprint.json');
      assert.equal(await codeOf(client.call('document.open', { path: absent })), 'file-not-found');
      assert.equal(await codeOf(client.call('document.open', { path: subject.folder })), 'is-a-folder');
      assert.equal(await codeOf(client.call('document.open', { path: 'relative.json' })), 'not-absolute');
      const pipe = path.join(subject.folder, 'pipe.blueprint.json');
      if (process.platform !== 'win32' && !existsSync(pipe)) execFileSync('mkfifo', [pipe]);
      if (existsSync(pipe)) {
        assert.equal(
          await codeOf(client.call('document.open', { path: pipe })),
          'not-a-file',
          'a pipe is not waited for',
        );
      }
      if (process.platform !== 'win32') {
        const loop = path.join(subject.folder, 'loop.blueprint.json');
        for (const link of [loop, `${loop}.to`]) await rm(link, { force: true });
        await symlink(loop, `${loop}.to`);
        await symlink(`${loop}.to`, loop);
        await assert.rejects(client.call('document.open', { path: loop }), (thrown) => {
          const { code, hint } = toErrorData(thrown);
          assert.equal(code, 'link-loop');
          assert.match(hint ?? '', /leads back to itself/);
          return true;
        });
      }
    },
  },
  {
    name: 'a file of 50 MB is refused with its size without being read',
    viewers: 1,
    async run({ client, subject }) {
      const file = path.join(subject.folder, 'large.blueprint.json');
      const handle = await open(file, 'w');
      await handle.truncate(LARGE_BYTES);
      await handle.close();
      await assert.rejects(client.call('document.open', { path: file }), /50\.0 MB|52\.4 MB/);
    },
  },
];
