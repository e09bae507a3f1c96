import type { NodeDefinition, NodeRuntime, NodeSession, Value, ValueStore } from '@atomiton/contracts';
import { AtomitonError, defineNode } from '@atomiton/contracts';

/** A node with one input and one output, both called `value`. */
export function echoDefinition(
  type: string,
  language: NodeDefinition['runtime']['language'],
): NodeDefinition {
  return defineNode({
    type,
    version: 1,
    name: type,
    category: 'bench',
    description: '',
    inputs: [{ name: 'value', type: 'any' }],
    outputs: [{ name: 'value', type: 'any' }],
    parameters: [],
    runtime: { language },
    purity: 'pure',
  });
}

export const SMALL: Value = { kind: 'json', json: 1, identity: '0'.repeat(64) };

/** Ten megabytes in the pool, held once; its bytes are whatever was there before. */
export function tenMegabytes(store: ValueStore): Value {
  return { kind: 'bytes', payload: store.allocate(10_000_000), identity: '1'.repeat(64) };
}

/** One call of an open session; gives the first output, held once. */
export async function callOnce(session: NodeSession, value: Value): Promise<Value> {
  let output: Value | undefined;
  await session.call(
    { number: 0, inputs: { value } },
    {
      emit: (outputs) => {
        output = outputs['value'];
      },
      progress: () => {},
      log: (_, text) => console.error(text),
      lane: () => {},
    },
  );
  if (output !== undefined) return output;
  throw new AtomitonError({ kind: 'runtime', code: 'no-output', message: 'The node gave nothing.' });
}

/** Milliseconds from the call until the output can be read in this process. */
export async function timedHop(session: NodeSession, store: ValueStore, value: Value): Promise<number> {
  const start = performance.now();
  const output = await callOnce(session, value);
  if (output.kind === 'bytes') await store.toShared(output.payload);
  const elapsed = performance.now() - start;
  store.release(output);
  return elapsed;
}

/** Opens a node of one type in a runtime that is ready. */
export async function openNode(runtime: NodeRuntime, definition: NodeDefinition): Promise<NodeSession> {
  await runtime.initialize();
  return runtime.open({ node: 'hop', definition, parameters: {} });
}
