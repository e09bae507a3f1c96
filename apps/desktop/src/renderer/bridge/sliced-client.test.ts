import type { BridgeCarrier } from '@atomiton/contracts';
import { expect, it } from 'vitest';
import { DEMO_DOCUMENT } from '../testing/demo-document';
import { createSlicedClient } from './sliced-client';

function clientFor(blueprint: unknown) {
  let pauses = 0;
  const carrier: BridgeCarrier = {
    request: async ({ id }) => ({
      id,
      ok: true,
      output: {
        documentId: 'd',
        blueprint,
        revision: 0,
        savedRevision: 0,
        diagnostics: [],
        history: { done: [], undone: [] },
        writer: true,
        fileState: { state: 'same' },
        drafts: {},
      },
    }),
    onNotice: () => () => undefined,
    close: () => undefined,
  };
  const client = createSlicedClient(carrier, async () => {
    pauses++;
  });
  return { client, pauses: () => pauses };
}

it('gives the document whole', async () => {
  const { client } = clientFor(structuredClone(DEMO_DOCUMENT));
  const opened = await client.call('document.open', { path: '/demo.blueprint.json' });
  expect(opened.blueprint).toEqual(DEMO_DOCUMENT);
});

it.each([
  ['a node', { nodes: { ...DEMO_DOCUMENT.nodes, bad: { type: 7 } } }, 'bad'],
  ['a reserved id', { nodes: { class: DEMO_DOCUMENT.nodes.open } }, 'class'],
  ['an edge', { edges: { 'chart.table': { from: 'nowhere' } } }, 'chart.table'],
  ['an edge key', { edges: { chart: { from: 'large.table' } } }, 'chart'],
  ['a position', { layout: { ...DEMO_DOCUMENT.layout, positions: { open: { x: 'left' } } } }, 'open'],
])('refuses a document that is malformed at %s, by name', async (_what, change, name) => {
  const { client } = clientFor({ ...structuredClone(DEMO_DOCUMENT), ...change });
  await expect(client.call('document.open', { path: '/demo.blueprint.json' })).rejects.toMatchObject({
    data: { code: 'bad-output', message: expect.stringContaining(`"${name}"`) },
  });
});

it('still checks the rest of the answer', async () => {
  const { client } = clientFor({ ...structuredClone(DEMO_DOCUMENT), formatVersion: 99 });
  await expect(client.call('document.open', { path: '/demo.blueprint.json' })).rejects.toThrow();
});
