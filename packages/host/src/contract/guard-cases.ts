import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BridgeCarrier } from '@atomiton/contracts';
import { nodeDefinitionSchema } from '@atomiton/contracts';
import { MAX_MESSAGE_SIZE } from '../carriers/check-message.js';
import type { ContractCase } from './contract-case.js';
import { codeOf, errorCode, sendRaw } from './contract-steps.js';

/** Refused by an answer, or by the carrier itself where it cannot carry such a thing. */
async function isRefused(carrier: BridgeCarrier, message: unknown): Promise<boolean> {
  try {
    return !(await sendRaw(carrier, message)).ok;
  } catch {
    return true;
  }
}

/** What the bridge says of itself, and what it refuses. */
export const guardCases: ContractCase[] = [
  {
    name: 'app.info and catalog.get describe what is there',
    viewers: 1,
    async run({ client, subject }) {
      const info = await client.call('app.info', {});
      assert.equal(info.shell, subject.shell);
      assert.ok(path.isAbsolute(info.homeFolder) && info.cpuCores >= 1 && info.memoryBytes > 0);
      const { definitions, runtimes } = await client.call('catalog.get', {});
      for (const definition of definitions) nodeDefinitionSchema.parse(definition);
      assert.ok(definitions.some(({ type }) => type === 'core/csv-reader'));
      assert.deepEqual(runtimes.map(({ language }) => language).sort(), [
        'golang',
        'python',
        'rust',
        'typescript',
        'wasm',
      ]);
      for (const { state, message } of runtimes) assert.ok(state !== 'missing' || (message ?? '') !== '');
    },
  },
  {
    name: 'files.list shows folders first, then files by name',
    viewers: 1,
    async run({ client, subject }) {
      const folder = path.join(subject.folder, 'listed');
      await mkdir(path.join(folder, 'zoo'), { recursive: true });
      await writeFile(path.join(folder, 'b.csv'), '12');
      await writeFile(path.join(folder, 'a10.csv'), '1');
      await writeFile(path.join(folder, 'a9.csv'), '1');
      const listing = await client.call('files.list', { folder });
      assert.deepEqual(
        listing.entries.map(({ name, kind }) => `${kind} ${name}`),
        ['folder zoo', 'file a9.csv', 'file a10.csv', 'file b.csv'],
      );
      assert.equal(listing.entries[3]?.sizeBytes, 2);
      assert.equal(listing.parent, subject.folder);
      const absent = path.join(folder, 'absent');
      assert.equal(await codeOf(client.call('files.list', { folder: absent })), 'file-not-found');
      const file = path.join(folder, 'b.csv');
      assert.equal(await codeOf(client.call('files.list', { folder: file })), 'not-a-folder');
    },
  },
  {
    name: 'examples are listed and open as documents without a file',
    viewers: 1,
    async run({ client }) {
      const { examples } = await client.call('app.info', {});
      for (const { id } of examples) {
        const document = await client.call('document.create', { example: id });
        assert.equal(document.path, undefined);
        assert.deepEqual(
          document.diagnostics.filter(({ severity }) => severity === 'error'),
          [],
          id,
        );
        await client.call('document.close', { documentId: document.documentId });
      }
      assert.equal(await codeOf(client.call('document.create', { example: '../secret' })), 'unknown-example');
    },
  },
  {
    name: 'unknown methods, wrong inputs and things that are no requests are refused by name',
    viewers: 1,
    async run({ carrier, client }) {
      assert.equal(
        errorCode(await sendRaw(carrier, { id: 1, method: 'app.quit', input: {} })),
        'unknown-method',
      );
      assert.equal(
        errorCode(await sendRaw(carrier, { id: 2, method: 'toString', input: {} })),
        'unknown-method',
      );
      const wrong: [method: string, input: unknown][] = [
        ['app.info', { extra: 1 }],
        ['document.open', { path: 7 }],
        ['document.open', {}],
        ['document.apply', { documentId: 'x', baseRevision: -1, operations: [] }],
        ['value.page', { identity: 'short', offset: 0, limit: 10 }],
        ['files.list', { folder: '' }],
      ];
      for (const [index, [method, input]] of wrong.entries()) {
        const code = errorCode(await sendRaw(carrier, { id: 10 + index, method, input }));
        assert.equal(code, 'bad-input', `${method} ${JSON.stringify(input)}`);
      }
      const response = await sendRaw(carrier, { id: 30, method: 'app.info', input: {}, more: true });
      assert.equal(errorCode(response), 'bad-message');
      assert.equal(await codeOf(client.call('document.close', { documentId: 'none' })), 'unknown-document');
      assert.equal(await codeOf(client.call('run.cancel', { runId: 'none' })), 'unknown-run');
      await client.call('app.info', {});
    },
  },
  {
    name: 'hostile JSON reaches no prototype and breaks nothing',
    viewers: 1,
    async run({ carrier, client, subject }) {
      const { documentId } = await client.call('document.create', {});
      const parsed = (text: string): unknown => JSON.parse(text);
      const node = `{"type":"core/number","typeVersion":1,"mode":"active","parameters":{"value":{"__proto__":{"polluted":1}}}}`;
      const operations = `[{"op":"add-node","id":"bad","node":${node}}]`;
      const input = `{"documentId":"${documentId}","baseRevision":0,"operations":${operations}}`;
      const messages = [
        parsed(`{"id":40,"method":"document.apply","input":${input}}`),
        parsed(`{"id":41,"method":"document.apply","input":${input.replace('__proto__', 'constructor')}}`),
        parsed(`{"id":42,"method":"app.info","input":{},"prototype":{"polluted":1}}`),
        parsed(`{"id":43,"method":"document.open","input":${'['.repeat(1000)}${']'.repeat(1000)}}`),
      ];
      for (const [index, message] of messages.entries()) {
        const refused = await isRefused(carrier, message);
        // Electron's context bridge drops a key named __proto__ before it reaches us: the rest is a harmless edit.
        if (index === 0 && subject.shell === 'desktop' && !refused) {
          await client.call('document.apply', {
            documentId,
            baseRevision: 1,
            operations: [{ op: 'remove-node', id: 'bad' }],
          });
          continue;
        }
        assert.ok(refused, `message ${index}`);
      }
      const probe: Record<string, unknown> = {};
      assert.equal(probe.polluted, undefined);
      const fresh = await client.call('document.create', {});
      const after = await client.call('document.apply', {
        documentId: fresh.documentId,
        baseRevision: 0,
        operations: [{ op: 'rename-blueprint', name: 'still here' }],
      });
      assert.equal(after.revision, 1);
      await client.call('document.close', { documentId: fresh.documentId });
      await client.call('document.close', { documentId });
    },
  },
  {
    name: 'an oversized message is refused, and the host goes on',
    viewers: 1,
    async run({ carrier, client }) {
      const path = `/${'x'.repeat(MAX_MESSAGE_SIZE)}`;
      const response = await sendRaw(carrier, { id: 50, method: 'document.open', input: { path } });
      assert.equal(errorCode(response), 'message-too-large');
      assert.equal(response.id, 50);
      await client.call('app.info', {});
    },
  },
  {
    name: 'native dialogs are refused where there are none',
    viewers: 1,
    async run({ client, subject }) {
      if (subject.shell === 'desktop') return;
      const call = client.call('dialog.choose', { mode: 'open', title: 'Open', extensions: ['csv'] });
      assert.equal(await codeOf(call), 'no-dialogs');
    },
  },
];
