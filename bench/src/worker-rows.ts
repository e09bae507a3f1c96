import { Worker } from 'node:worker_threads';
import { createTypescriptRuntime } from '@atomiton/execution-engine/runtimes';
import { createValueStore } from '@atomiton/execution-engine/stores';
import type { Row } from './measure.js';
import { alternate } from './measure.js';
import { callOnce, echoDefinition, openNode, SMALL, tenMegabytes, timedHop } from './session-hop.js';

/** Hop to a worker thread and back: small and 10 MB, against raw messages of the same run. */
export async function workerRows(): Promise<Row[]> {
  const store = createValueStore();
  const modules = new Map(
    ['echo', 'length'].map((name) => [`bench/${name}`, new URL(`./nodes/${name}.js`, import.meta.url).href]),
  );
  const runtime = createTypescriptRuntime({ store, modules, threads: 1 });
  const echo = await openNode(runtime, echoDefinition('bench/echo', 'typescript'));
  const length = await openNode(runtime, echoDefinition('bench/length', 'typescript'));
  const worker = new Worker(new URL('./raw-worker.js', import.meta.url));
  const exchange = (message: unknown, transfer: ArrayBuffer[] = []): Promise<unknown> =>
    new Promise((resolve) => {
      worker.once('message', resolve);
      worker.postMessage(message, transfer);
    });
  const small = { number: 0, inputs: { value: SMALL } };
  const big = tenMegabytes(store);
  const cloned = { bytes: new Uint8Array(10_000_000) };
  const [ours, raw, ours10, echo10] = await alternate(1, 1000, 300, [
    async () => {
      await callOnce(echo, SMALL);
      return undefined;
    },
    async () => {
      await exchange(small);
      return undefined;
    },
    async () => {
      await callOnce(length, big);
      return undefined;
    },
    () => timedHop(echo, store, big),
  ]);
  const [clone] = await alternate(1, 20, 3, [
    async () => {
      await exchange(cloned);
      return undefined;
    },
  ]);
  store.release(big);
  await Promise.all([echo.close(), length.close()]);
  await Promise.all([runtime.dispose(), worker.terminate()]);
  await store.dispose();
  if (!ours || !raw || !ours10 || !echo10 || !clone) return [];
  return [
    {
      what: 'worker, small value there and back',
      ours,
      baselineName: 'raw postMessage',
      baseline: raw,
      target: { kind: 'ratio', atMost: 1.3 },
    },
    {
      what: 'worker, 10 MB there',
      ours: ours10,
      baselineName: 'raw small postMessage',
      baseline: raw,
      target: { kind: 'ratio', atMost: 1.5 },
    },
    {
      what: 'worker, 10 MB there and back, identity included',
      ours: echo10,
      baselineName: 'structured clone',
      baseline: clone,
      target: undefined,
    },
  ];
}
