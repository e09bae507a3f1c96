import { describe, expect, it } from 'vitest';
import { BRIDGE_METHODS, type BridgeMethod } from './bridge.js';
import {
  type BridgeCarrier,
  type BridgeHandlers,
  createBridgeClient,
  dispatchBridgeRequest,
} from './bridge-wire.js';
import { AtomitonError } from './errors.js';

/** Handlers of which only those given do something. */
function handlersWith(given: Partial<BridgeHandlers>): BridgeHandlers {
  const names = Object.keys(BRIDGE_METHODS) as BridgeMethod[];
  const missing = names.map((name) => [name, () => Promise.reject(new Error(`${name} is not handled`))]);
  return { ...(Object.fromEntries(missing) as BridgeHandlers), ...given };
}

/** A carrier in memory that copies every message, as a border does. */
function memoryCarrier(handlers: BridgeHandlers) {
  const listeners = new Set<(notice: unknown) => void>();
  const carrier: BridgeCarrier = {
    request: async (request) =>
      structuredClone(await dispatchBridgeRequest(handlers, structuredClone(request))),
    onNotice: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => listeners.clear(),
  };
  const notify = (notice: unknown) => {
    for (const listener of listeners) listener(structuredClone(notice));
  };
  return { carrier, notify, listeners };
}

const snapshot = { runId: 'r', documentId: 'd', state: 'done', seq: 3, nodes: {} } as const;

describe('a call', () => {
  it('reaches its handler with defaults filled in, and its answer comes back', async () => {
    let received: unknown;
    const { carrier } = memoryCarrier(
      handlersWith({
        'run.start': (input) => {
          received = input;
          return Promise.resolve({ runId: 'r1' });
        },
      }),
    );
    const client = createBridgeClient(carrier);
    expect(await client.call('run.start', { documentId: 'd' })).toEqual({ runId: 'r1' });
    expect(received).toEqual({ documentId: 'd', options: { strategy: 'parallel' } });
  });

  it('carries the error of its handler with all its data', async () => {
    const data = {
      kind: 'validation',
      code: 'gone',
      message: 'Gone.',
      hint: 'Look elsewhere.',
      node: 'a',
    } as const;
    const { carrier } = memoryCarrier(
      handlersWith({ 'run.cancel': () => Promise.reject(new AtomitonError(data)) }),
    );
    const call = createBridgeClient(carrier).call('run.cancel', { runId: 'r' });
    await expect(call).rejects.toMatchObject({ name: 'AtomitonError', data });
  });

  it('many at once are answered each by its own', async () => {
    const { carrier } = memoryCarrier(
      handlersWith({ 'run.snapshot': ({ runId }) => Promise.resolve({ ...snapshot, runId }) }),
    );
    const client = createBridgeClient(carrier);
    const ids = Array.from({ length: 50 }, (_, index) => `run ${index}`);
    const answers = await Promise.all(ids.map((runId) => client.call('run.snapshot', { runId })));
    expect(answers.map(({ runId }) => runId)).toEqual(ids);
  });
});

describe('dispatch never throws and never lets a bad message through', () => {
  const handlers = handlersWith({
    'run.snapshot': () => Promise.resolve({ ...snapshot, state: 'exploded' } as never),
    'run.cancel': () => {
      throw new Error('handler broke');
    },
  });

  it.each<[string, unknown, number, string, string]>([
    ['no object', 'hello', 0, 'bad-message', 'Not a bridge request: input: '],
    ['nothing', undefined, 0, 'bad-message', 'Not a bridge request'],
    ['no id', { method: 'app.info', input: {} }, 0, 'bad-message', 'id: '],
    ['an extra key', { id: 1, method: 'app.info', input: {}, extra: 1 }, 0, 'bad-message', 'extra'],
    [
      'an unknown method',
      { id: 7, method: 'app.format-disk', input: {} },
      7,
      'unknown-method',
      '"app.format-disk"',
    ],
    ['an inherited name', { id: 8, method: 'toString', input: {} }, 8, 'unknown-method', '"toString"'],
    ['a prototype name', { id: 9, method: '__proto__', input: {} }, 9, 'unknown-method', '"__proto__"'],
    [
      'a wrong input',
      { id: 2, method: 'run.cancel', input: { runId: 5 } },
      2,
      'bad-input',
      'run.cancel: runId: ',
    ],
    [
      'an unexpected key',
      { id: 3, method: 'app.info', input: { a: 1 } },
      3,
      'bad-input',
      'app.info: input: ',
    ],
    [
      'a prototype key in a parameter',
      {
        id: 4,
        method: 'document.apply',
        input: {
          documentId: 'd',
          baseRevision: 0,
          operations: [
            { op: 'set-parameter', id: 'a', name: 'p', value: JSON.parse('{"__proto__":1}') as unknown },
          ],
        },
      },
      4,
      'bad-input',
      'has the reserved key "__proto__"',
    ],
    ['a wrong answer', { id: 5, method: 'run.snapshot', input: { runId: 'r' } }, 5, 'bad-output', 'state: '],
    [
      'a throwing handler',
      { id: 6, method: 'run.cancel', input: { runId: 'r' } },
      6,
      'unexpected',
      'handler broke',
    ],
  ])('%s', async (_name, message, id, code, part) => {
    const answer = await dispatchBridgeRequest(handlers, message);
    expect(answer).toMatchObject({ id, ok: false, error: { code } });
    if (!answer.ok) expect(answer.error.message).toContain(part);
  });
});

describe('the client', () => {
  it('refuses an answer that does not fit the table', async () => {
    const { carrier } = memoryCarrier(handlersWith({}));
    const lying: BridgeCarrier = {
      ...carrier,
      request: () => Promise.resolve({ id: 1, ok: true, output: { runId: 7 } }),
    };
    await expect(createBridgeClient(lying).call('run.start', { documentId: 'd' })).rejects.toThrow();
    const broken: BridgeCarrier = { ...carrier, request: () => Promise.resolve('no') };
    await expect(createBridgeClient(broken).call('run.start', { documentId: 'd' })).rejects.toThrow();
  });

  it('hears only events of the table with the right shape, until it stops listening', () => {
    const { carrier, notify, listeners } = memoryCarrier(handlersWith({}));
    const client = createBridgeClient(carrier);
    const heard: unknown[] = [];
    const stop = client.on('runtimes.changed', (data) => heard.push(data));
    const good = { runtimes: [{ language: 'python', state: 'ready' }] };
    notify({ event: 'runtimes.changed', data: good });
    notify({ event: 'runtimes.changed', data: { runtimes: [{ language: 'cobol', state: 'ready' }] } });
    notify({ event: 'toString', data: {} });
    notify({ event: 'run.events', data: good });
    notify('noise');
    expect(heard).toEqual([good]);
    stop();
    notify({ event: 'runtimes.changed', data: good });
    expect(heard).toEqual([good]);
    client.close();
    expect(listeners.size).toBe(0);
  });
});
