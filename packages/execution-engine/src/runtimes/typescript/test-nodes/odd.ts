import type { Draft, NodeCallResult, RunNode } from '@atomiton/contracts';

/** Misbehaves in the way that `how` says. */
export const run: RunNode = async (context): Promise<NodeCallResult> => {
  const { parameters, allocate, emit, log } = context;
  const size = Number(parameters.size);
  switch (parameters.how) {
    case 'nothing to do':
      return { out: { kind: 'json', json: 'fine' } };
    case 'unknown port':
      return { other: { kind: 'json', json: 1 } };
    case 'no draft':
      return { out: 7 as unknown as Draft };
    case 'nan':
      return { out: { kind: 'json', json: { a: [Number.NaN] } } };
    case 'short image':
      return { out: { kind: 'image', width: 2, height: 2, format: 'rgba8', bytes: new Uint8Array(15) } };
    case 'plain bytes':
      return { out: { kind: 'bytes', bytes: new Uint8Array(size).fill(5) } };
    case 'twice': {
      const bytes = await allocate(size);
      bytes.fill(6);
      await emit({ out: { kind: 'bytes', bytes } });
      return {
        out: {
          kind: 'list',
          items: [
            { kind: 'bytes', bytes },
            { kind: 'bytes', bytes: bytes.subarray(0, 70000) },
          ],
        },
      };
    }
    case 'unused memory':
      await allocate(size);
      return undefined;
    case 'too much memory':
      await allocate(2 ** 40);
      return undefined;
    case 'out of memory': {
      const hoard: number[][] = [];
      for (;;) hoard.push(new Array<number>(1000).fill(hoard.length));
    }
    case 'throw later':
      setTimeout(() => {
        throw new Error('thrown by a timer');
      }, 5);
      return new Promise<undefined>(() => undefined);
    case 'wait for ever':
      log('info', 'waiting');
      return new Promise<undefined>((resolve) => setTimeout(resolve, 1e9, undefined));
    case 'write until cancelled': {
      const bytes = await allocate(size);
      log('info', 'writing');
      for (let n = 0; ; n = (n + 1) & 255) bytes.fill(n);
    }
    case 'look at the flag':
      log('info', 'looking');
      while (!context.cancelled);
      log('info', 'seen');
      return { out: { kind: 'json', json: 'seen' } };
    case 'flood': {
      for (let n = 0; n < size; n++) console.log(`line ${n}`);
      return undefined;
    }
    case 'exit':
      return process.exit(4);
    case 'throw a string':
      throw 'only text' as unknown as Error;
    case 'typed error': {
      const error = new Error('typed');
      const data = {
        kind: 'validation',
        code: 'file-not-found',
        message: 'The file is not there.',
        hint: 'Choose one.',
      };
      throw Object.assign(error, { name: 'AtomitonError', data });
    }
    default:
      throw new Error(`unknown: ${String(parameters.how)}`);
  }
};
