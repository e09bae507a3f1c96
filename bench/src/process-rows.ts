import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language, NodeRuntime, ValueStore } from '@atomiton/contracts';
import { createGoRuntime, createPythonRuntime } from '@atomiton/execution-engine/runtimes';
import { createValueStore } from '@atomiton/execution-engine/stores';
import { goNodes } from '@atomiton/go-nodes';
import { pythonNodes } from '@atomiton/python-nodes';
import type { Row } from './measure.js';
import { alternate, percentiles } from './measure.js';
import type { RawPipe } from './raw-pipe.js';
import { startRawPipe } from './raw-pipe.js';
import { echoDefinition, openNode, SMALL, tenMegabytes, timedHop } from './session-hop.js';

const RAW_FOLDER = fileURLToPath(new URL('../raw/', import.meta.url));
/** About what a small call weighs as a frame. */
const SMALL_FRAME_BYTES = 150;
const BIG_FRAME_BYTES = 10_000_000;

interface Subject {
  name: string;
  language: Language;
  createRuntime(store: ValueStore & { blockFolder: string }): NodeRuntime;
  startRaw(): RawPipe;
}

async function hopRows(subject: Subject): Promise<Row[]> {
  const { name, language } = subject;
  const store = createValueStore();
  const raw = subject.startRaw();
  const runtime = subject.createRuntime(store);
  await runtime.initialize();
  const definition = echoDefinition('test/echo', language);
  const firstStart = performance.now();
  const session = await openNode(runtime, definition);
  await timedHop(session, store, SMALL);
  const first = percentiles([(performance.now() - firstStart) * 1000]);
  const [ours, bare] = await alternate(1, 1000, 300, [
    () => timedHop(session, store, SMALL),
    () => raw.roundTrip(SMALL_FRAME_BYTES),
  ]);
  const [ours10, bare10] = await alternate(1, 40, 10, [
    async () => {
      const value = tenMegabytes(store);
      const elapsed = await timedHop(session, store, value);
      store.release(value);
      return elapsed;
    },
    () => raw.roundTrip(BIG_FRAME_BYTES),
  ]);
  await session.close();
  await runtime.dispose();
  await store.dispose();
  raw.stop();
  if (!ours || !bare || !ours10 || !bare10) return [];
  const isPython = language === 'python';
  return [
    {
      what: `${name}, first call after prestart`,
      ours: first,
      baselineName: 'raw frame',
      baseline: bare,
      target: isPython ? { kind: 'absolute', atMost: 5000 } : undefined,
    },
    {
      what: `${name}, small call`,
      ours,
      baselineName: 'raw frame',
      baseline: bare,
      target: { kind: 'ratio', atMost: 1.3 },
    },
    {
      what: `${name}, 10 MB there and back`,
      ours: ours10,
      baselineName: 'raw pipe, 10 MB',
      baseline: bare10,
      target: isPython ? { kind: 'absolute', atMost: 3500 } : undefined,
    },
  ];
}

/** Hops to Python and Go; a language that is not built is named and left out. */
export async function processRows(): Promise<Row[]> {
  const rows: Row[] = [];
  const python = pythonNodes();
  const interpreter = path.join(python.environment, 'bin', 'python');
  if (existsSync(interpreter)) {
    rows.push(
      ...(await hopRows({
        name: 'Python',
        language: 'python',
        createRuntime: (store) => createPythonRuntime({ store, nodes: python, processes: 1 }),
        startRaw: () => startRawPipe(interpreter, ['-u', path.join(RAW_FOLDER, 'echo.py')]),
      })),
    );
  } else console.error(`Python hops left out: there is no ${interpreter}.`);
  const go = goNodes();
  const folder = mkdtempSync(path.join(tmpdir(), 'atomiton-bench-'));
  const program = path.join(folder, 'echo');
  const built = spawnSync('go', ['build', '-o', program, path.join(RAW_FOLDER, 'echo.go')], {
    stdio: 'inherit',
  });
  if (built.status === 0 && existsSync(go.program)) {
    rows.push(
      ...(await hopRows({
        name: 'Go',
        language: 'golang',
        createRuntime: (store) => createGoRuntime({ store, nodes: go, processes: 1 }),
        startRaw: () => startRawPipe(program, []),
      })),
    );
  } else console.error('Go hops left out: Go is missing, or its node host was not built.');
  rmSync(folder, { recursive: true, force: true });
  return rows;
}
