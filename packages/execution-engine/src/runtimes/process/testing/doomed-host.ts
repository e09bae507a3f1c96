/**
 * A host that is to be killed in the middle of busy calls: starts a spinning node in each language that is there, prints
 * the process ids, and waits. Run by `node --input-type=module`; it uses what was built.
 */
export const DOOMED_HOST = `
import { existsSync } from 'node:fs';
import { goNodes } from '@atomiton/go-nodes';
import { pythonNodes } from '@atomiton/python-nodes';
import { createGoRuntime, createPythonRuntime } from '@atomiton/execution-engine/runtimes';
import { createValueStore } from '@atomiton/execution-engine/stores';

const store = createValueStore();
const runtimes = [];
if (existsSync(pythonNodes().environment)) runtimes.push(createPythonRuntime({ store, nodes: pythonNodes() }));
if (existsSync(goNodes().program)) runtimes.push(createGoRuntime({ store, nodes: goNodes() }));
for (const runtime of runtimes) {
  const definition = {
    type: 'test/spin',
    version: 1,
    inputs: [],
    outputs: [],
    parameters: [],
    runtime: { language: runtime.language },
    stateful: false,
  };
  const session = await runtime.open({ node: 'n1', definition, parameters: {} });
  await new Promise((resolve) => {
    const hooks = { emit() {}, progress() {}, lane() {}, log: resolve };
    session.call({ number: 0, inputs: {} }, hooks).catch(() => undefined);
  });
}
console.log(JSON.stringify(runtimes.flatMap((runtime) => runtime.pids())));
setInterval(() => undefined, 1000);
`;
