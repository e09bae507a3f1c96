import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { JsonValue, NodeDefinition, NodeSession, Value } from '@atomiton/contracts';
import { defineNode } from '@atomiton/contracts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createValueStore, identityOf, type PooledValueStore } from '../../stores/index.js';
import { startCall } from '../contract-suite/observed-call.js';
import { type TestNodeType, testDefinition } from '../contract-suite/test-definitions.js';
import type { ProcessRuntime } from './process-runtime.js';
import { DOOMED_HOST } from './testing/doomed-host.js';
import { LANGUAGES } from './testing/languages.js';

/** True while a process runs; a zombie counts as gone. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
  } catch {
    return false;
  }
}

function pidOf(lane: string | undefined): number {
  return Number(/\d+$/.exec(lane ?? '')?.[0]);
}

function json(value: JsonValue): Value {
  return { kind: 'json', json: value, identity: identityOf({ kind: 'json', json: value }) };
}

/** Waits long enough for processes to start on a machine that is busy with other things. */
function eventually<T>(look: () => T) {
  return expect.poll(look, { timeout: 10_000, interval: 5 });
}

for (const language of LANGUAGES) {
  const { missing } = language;
  if (missing !== undefined) {
    describe(`${language.name} processes`, () => it.skip(`not run: ${missing}`, () => undefined));
    continue;
  }
  describe(`${language.name} processes`, { timeout: 60_000 }, () => {
    let store: PooledValueStore;
    let runtime: ProcessRuntime;
    const openHostile = (act: string, file = ''): Promise<NodeSession> => {
      const definition: NodeDefinition = defineNode({
        ...testDefinition('test/echo', language.name),
        type: 'test/hostile',
        inputs: [],
      });
      return runtime.open({ node: 'n1', definition, parameters: { act, file } });
    };
    const open = (type: TestNodeType, parameters: Record<string, JsonValue> = {}): Promise<NodeSession> =>
      runtime.open({ node: 'n1', definition: testDefinition(type, language.name), parameters });
    const hostile = async (act: string) => startCall(await openHostile(act)).finished;
    const echoes = async () => {
      const session = await open('test/echo');
      const seen = await startCall(session, { value: json('alive') }).finished;
      await session.close();
      expect(seen.outputs[0]?.value).toMatchObject({ json: 'alive' });
      return pidOf(seen.lanes[0]);
    };

    beforeEach(async () => {
      store = createValueStore();
      runtime = language.create(store, { processes: 2 });
      await runtime.initialize();
    });
    afterEach(async () => {
      await runtime.dispose();
      await store.dispose();
    });

    it('names its processes in the lanes and reuses the one that is there', async () => {
      const first = await echoes();
      expect(runtime.pids()).toEqual([first]);
      expect(await echoes()).toBe(first);
    });

    it('gives back any JSON with the identity that TypeScript computes', async () => {
      const session = await open('test/echo');
      await fc.assert(
        fc.asyncProperty(fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }), async (value) => {
          const plain = JSON.parse(
            JSON.stringify(value).replaceAll(/"(__proto__|prototype|constructor)"/g, '"other"'),
          ) as JsonValue;
          const sent = json(plain);
          const seen = await startCall(session, { value: sent }).finished;
          expect(seen.error).toBeUndefined();
          expect(seen.outputs[0]?.value).toEqual(sent);
        }),
        { numRuns: 300 },
      );
      const numbers = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger());
      await fc.assert(
        fc.asyncProperty(fc.array(numbers, { maxLength: 50 }), async (values) => {
          const sent = json(values.map((value) => (value === 0 ? 0 : value)));
          const seen = await startCall(session, { value: sent }).finished;
          expect(seen.outputs[0]?.value).toEqual(sent);
        }),
        { numRuns: 200 },
      );
    });

    it('gives back large JSON without holding the event loop', async () => {
      const session = await open('test/echo');
      const rows = Array.from({ length: 30_000 }, (_, id) => ({
        id,
        näme: `row ${id}`,
        x: id / 3,
        ok: [true, null],
      }));
      const sent = json(rows);
      const frames: number[] = [];
      let last = performance.now();
      const ticking = setInterval(() => {
        frames.push(performance.now() - last);
        last = performance.now();
      }, 1);
      const seen = await startCall(session, { value: sent }).finished;
      clearInterval(ticking);
      expect(seen.error).toBeUndefined();
      expect(seen.outputs[0]?.value).toEqual(sent);
      console.log(`2 MB of JSON: longest gap of the event loop ${Math.max(...frames).toFixed(1)} ms`);
      expect(frames.length).toBeGreaterThan(10);
      const text = json('x'.repeat(1_000_000));
      const list: Value = { kind: 'list', items: [sent, text], identity: '0'.repeat(64) };
      const again = await startCall(session, { value: list }, undefined, 1).finished;
      expect(again.outputs[0]?.value).toEqual(list);
    });

    it('sorts keys by UTF-16 code unit', async () => {
      const session = await open('test/echo');
      const sent = json({ '\u{1F600}': 1, '\uFFFD': 2, a: 3, B: 4, é: 5 });
      const seen = await startCall(session, { value: sent }).finished;
      expect(seen.outputs[0]?.value).toEqual(sent);
    });

    it('turns a kill -9 in the middle of a call into an error on its node, and goes on', async () => {
      const spin = await open('test/spin');
      const other = await open('test/spin');
      const running = startCall(spin);
      const beside = startCall(other);
      await eventually(() => [running, beside].every(({ seen }) => seen.logs.length > 0)).toBe(true);
      const pid = pidOf(running.seen.lanes[0]);
      process.kill(pid, 'SIGKILL');
      const seen = await running.finished;
      expect(seen.error).toMatchObject({ kind: 'runtime', code: 'node-crashed', node: 'n1' });
      expect(seen.error?.message).toContain(String(pid));
      expect(seen.error?.message).toContain('SIGKILL');
      expect(beside.seen.settled).toBe(false);
      expect(await echoes()).not.toBe(pid);
      other.cancel();
      expect((await beside.finished).error?.kind).toBe('cancelled');
    });

    it('puts the last words and the exit code of a crash into the message', async () => {
      const seen = await startCall(await open('test/crash')).finished;
      expect(seen.error?.message).toMatch(
        language.name === 'python'
          ? /ended by the signal SIGABRT.*Its last words: Fatal Python error: Aborted/
          : /ended with exit code 2.*Its last words: panic: nobody recovers this/,
      );
      expect(seen.error?.stack).toMatch(
        language.name === 'python' ? /crash\.py", line \d+ in run/ : /test\.crash/,
      );
    });

    it('replaces a process that writes garbage into its pipe', async () => {
      const seen = await hostile('garbage');
      expect(seen.error).toMatchObject({ kind: 'runtime', code: 'node-protocol-error' });
      expect(seen.error?.hint).toContain('File descriptors 3 and 4');
      expect(await echoes()).not.toBe(pidOf(seen.lanes[0]));
      await eventually(() => isAlive(pidOf(seen.lanes[0]))).toBe(false);
    });

    it('cuts a printed line of 10 MB and goes on with the next', async () => {
      const { logs, error } = await hostile('long-line');
      expect(error).toBeUndefined();
      expect(logs.map(({ text }) => text.length < 20_000)).toEqual([true, true]);
      expect(logs[0]?.text).toContain('10485760 bytes');
      expect(logs[1]?.text).toBe('after it');
    });

    it('replaces printed bytes that are no UTF-8', async () => {
      expect((await hostile('bad-text')).logs).toEqual([{ level: 'info', text: 'a\uFFFD\uFFFDb' }]);
    });

    it('loses no line of many, and gives them to the call that printed them', async () => {
      const seen = await hostile('many-lines');
      expect(seen.logs.map(({ text }) => text)).toEqual(
        Array.from({ length: 20_000 }, (_, n) => `line ${n}`),
      );
      expect(seen.late).toEqual([]);
    });

    it('reads prints that lie in the pipe when the answer is read', async () => {
      const session = await openHostile('mixed');
      for (let round = 0; round < 20; round++) {
        const call = startCall(session, {}, undefined, round);
        await delay(1);
        // The host is busy while everything arrives: the pipe of frames was ready first.
        const until = performance.now() + 10;
        while (performance.now() < until);
        const seen = await call.finished;
        expect(seen.logs.map(({ text }) => text)).toEqual(['after the progress']);
        expect(seen.late).toEqual([]);
      }
    });

    it('is not held up by a thread that goes on printing', async () => {
      const seen = await hostile('thread-prints');
      expect(seen.error).toBeUndefined();
      // The thread prints 2,000 lines: the call was over before the last.
      expect(seen.logs.length).toBeLessThan(2000);
      await delay(50);
      expect(seen.late).toEqual([]);
    });

    it.each(language.name === 'python' ? ['program', 'fork'] : ['program'])(
      'keeps its pipes from a %s that node code starts, and ends it with itself',
      async (act) => {
        const seen = await hostile(act);
        expect(seen.error).toBeUndefined();
        const value = seen.outputs[0]?.value as unknown as {
          json: { pid: number; files: Record<string, string> };
        };
        expect(value.json.files['3']).toBeUndefined();
        expect(value.json.files['4']).toBeUndefined();
        expect(value.json.files['1']).toBeDefined();
        expect(isAlive(value.json.pid)).toBe(true);
        await runtime.dispose();
        await expect.poll(() => isAlive(value.json.pid), { timeout: 2000 }).toBe(false);
      },
    );

    it('ends a call that ignores its signal within 500 ms', async () => {
      const session = await openHostile('ignore-signal');
      const running = startCall(session);
      await eventually(() => running.seen.logs.length).toBe(1);
      const pid = pidOf(running.seen.lanes[0]);
      const begun = performance.now();
      session.cancel();
      const seen = await running.finished;
      expect(performance.now() - begun).toBeLessThan(500);
      expect(seen.error?.kind).toBe('cancelled');
      expect(isAlive(pid)).toBe(false);
    });

    it('lets a cancelled node clean up', async () => {
      const file = path.join(tmpdir(), `atomiton-test-${process.pid}-${language.name}.txt`);
      const session = await openHostile('clean-up', file);
      const running = startCall(session);
      await eventually(() => running.seen.logs.length).toBe(1);
      session.cancel();
      expect((await running.finished).error?.kind).toBe('cancelled');
      expect(readFileSync(file, 'utf8')).toBe('cleaned up');
      rmSync(file);
    });

    it('refuses NaN in JSON and names its place', async () => {
      const { error } = await hostile('nan');
      expect(error).toMatchObject({ code: 'not-json', port: 'value' });
      expect(error?.message).toMatch(/value\.deep\[1\] is (nan|NaN)/);
    });

    it('tells a call to exit apart from an end without reason', async () => {
      const { error } = await hostile('exit');
      expect(error?.message).toMatch(language.name === 'python' ? /sys\.exit\(3\)/ : /exit code 3/);
    });

    it('cancels a call that still waits for a process', async () => {
      const spins = await Promise.all([open('test/spin'), open('test/spin')]);
      const running = spins.map((session) => startCall(session));
      await eventually(() => running.every(({ seen }) => seen.logs.length > 0)).toBe(true);
      const waiting = await open('test/echo');
      const call = startCall(waiting, { value: json(1) });
      await delay(50);
      expect(call.seen.settled).toBe(false);
      waiting.cancel();
      expect((await call.finished).error?.kind).toBe('cancelled');
      expect(running.every(({ seen }) => !seen.settled)).toBe(true);
      for (const session of spins) session.cancel();
      await Promise.all(running.map(({ finished }) => finished));
    });

    it('keeps the state of a node whose process another node takes along', async () => {
      await runtime.dispose();
      runtime = language.create(store, { processes: 1 });
      await runtime.initialize();
      const counter = await open('test/counter', { start: 5 });
      await startCall(counter).finished;
      await startCall(counter, {}, undefined, 1).finished;
      expect((await startCall(await open('test/crash')).finished).error?.code).toBe('node-crashed');
      const seen = await startCall(counter, {}, undefined, 2).finished;
      expect(seen.error).toBeUndefined();
      expect(seen.outputs[0]?.total).toMatchObject({ json: 8 });
      expect(seen.logs).toEqual([]);
    });

    it('says that the state is new after the death of its own process', async () => {
      const counter = await open('test/counter', { start: 5 });
      const first = await startCall(counter).finished;
      process.kill(pidOf(first.lanes[0]), 'SIGKILL');
      await eventually(() => isAlive(pidOf(first.lanes[0]))).toBe(false);
      await delay(50);
      const seen = await startCall(counter, {}, undefined, 1).finished;
      expect(seen.outputs[0]?.total).toMatchObject({ json: 6 });
      expect(seen.logs.map(({ text }) => text).join()).toContain('begins anew');
    });

    it('removes the blocks of a killed process that nobody has received', async () => {
      const session = await open('test/big', { megabytes: 200 });
      const running = startCall(session);
      await expect.poll(() => readdirSync(store.blockFolder).length, { interval: 1, timeout: 5000 }).toBe(1);
      session.cancel();
      const seen = await running.finished;
      if (seen.error === undefined) return;
      await eventually(() => readdirSync(store.blockFolder)).toEqual([]);
    });

    it('uses the files of released blocks again', async () => {
      const session = await open('test/big', { megabytes: 1 });
      for (let round = 0; round < 5; round++) {
        const seen = await startCall(session, {}, undefined, round).finished;
        store.release(seen.outputs[0]?.bytes as Value);
      }
      expect(readdirSync(store.blockFolder)).toHaveLength(1);
    });
  });
}

const anyLanguage = LANGUAGES.some(({ missing }) => missing === undefined);
describe('a killed host', { timeout: 60_000 }, () => {
  it.skipIf(process.platform !== 'linux' || !anyLanguage)(
    'leaves no orphan, however busy its children are',
    async () => {
      const host = spawn(process.execPath, ['--input-type=module', '--eval', DOOMED_HOST], {
        cwd: fileURLToPath(new URL('../../..', import.meta.url)),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      host.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      await expect.poll(() => output, { timeout: 20_000 }).toContain('\n');
      const pids = JSON.parse(output) as number[];
      expect(pids).toHaveLength(LANGUAGES.filter(({ missing }) => missing === undefined).length);
      expect(pids.every(isAlive)).toBe(true);
      host.kill('SIGKILL');
      await expect.poll(() => pids.filter(isAlive), { timeout: 1000 }).toEqual([]);
    },
  );
});

describe('implementation hashes', () => {
  it('differ between nodes and stay the same between starts', () => {
    for (const { name, create, missing } of LANGUAGES) {
      if (missing !== undefined) continue;
      const store = createValueStore();
      const hash = (type: string) =>
        create(store).implementationHash({ ...testDefinition('test/echo', name), type });
      expect(hash('test/echo')).toMatch(/^[0-9a-f]{64}$/);
      const other = name === 'python' ? 'core/tensor-statistics' : 'core/checksums';
      expect(hash(other)).not.toBe(hash('test/echo'));
      expect(hash(other)).toBe(hash(other));
      expect(hash(other)).not.toBe(createHash('sha256').update(`go ${other}`).digest('hex'));
    }
  });
});
