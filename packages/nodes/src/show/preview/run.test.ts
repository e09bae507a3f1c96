import { expect, it } from 'vitest';
import { callNode } from '../../testing/call-node.js';
import { definition } from './definition.js';
import { run } from './run.js';

it('passes the very same bytes on', async () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const { outputs } = await callNode(definition, run, { inputs: { value: { kind: 'bytes', bytes } } });
  expect(outputs.value).toMatchObject({ kind: 'bytes' });
  expect((outputs.value as { bytes: Uint8Array }).bytes).toBe(bytes);
});
