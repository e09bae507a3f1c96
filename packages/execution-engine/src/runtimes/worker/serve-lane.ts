import { type MessagePort, threadId } from 'node:worker_threads';
import type { Draft, ErrorData, JsonValue, LogLevel, ReceivedValue } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import {
  CANCELLED_FLAG,
  type FromLane,
  type LaneNode,
  type LaneStart,
  type ToLane,
} from './lane-protocol.js';
import { errorOfNodeCode } from './node-error.js';
import { type KnownMemory, publishOutputs } from './publish-outputs.js';
import { CapturedPrints, LogBatch } from './worker-prints.js';

/** What a runtime's code is given for one call inside the worker. */
export interface LaneCall {
  readonly node: LaneNode;
  readonly number: number;
  readonly parameters: Record<string, JsonValue>;
  readonly inputs: Record<string, ReceivedValue>;
  /** Paths of file-typed parameters, by parameter, for a language that cannot open files itself. */
  readonly files: Record<string, string>;
  isCancelled(): boolean;
  allocate(byteLength: number): Promise<Uint8Array>;
  emit(outputs: Record<string, Draft>): Promise<void>;
  progress(fraction: number, message?: string): void;
  log(level: LogLevel, text: string): void;
}

/** One language's code inside a worker. Sessions are made on first use. */
export interface LaneHost {
  /** @returns one more set of outputs, or nothing. */
  call(call: LaneCall): Promise<Record<string, Draft> | undefined>;
  snapshot(node: LaneNode): Promise<Uint8Array>;
  restore(node: LaneNode, state: Uint8Array): Promise<void>;
  close(session: number): Promise<void>;
}

/** Progress without a message is told in steps of at least a thousandth; a flood of messages at most every 10 ms. */
const PROGRESS_STEP = 0.001;
const FREE_PROGRESS = 200;

/** Serves a lane until the host says `exit`; the returned promise settles then, and the worker ends. */
export function serveLane(start: LaneStart, host: LaneHost): Promise<void> {
  return new Promise((resolve) => {
    const lane = new Lane(start.port, new Int32Array(start.flags), host);
    start.port.on('message', (message: ToLane) => {
      if (message.t === 'exit') resolve();
      else void lane.receive(message);
    });
    lane.send({ t: 'ready', threadId });
  });
}

class Lane {
  private readonly waiting = new Map<
    number,
    { resolve: (buffer: SharedArrayBuffer | undefined) => void; reject: (reason: Error) => void }
  >();
  private readonly prints: CapturedPrints;
  private log: LogBatch | undefined;
  private requests = 0;

  constructor(
    private readonly port: MessagePort,
    private readonly flags: Int32Array,
    private readonly host: LaneHost,
  ) {
    this.prints = new CapturedPrints((level, text) => {
      this.log?.add(level, text);
      return this.log !== undefined;
    });
  }

  send(message: FromLane): void {
    this.port.postMessage(message);
  }

  async receive(message: Exclude<ToLane, { t: 'exit' }>): Promise<void> {
    switch (message.t) {
      case 'allocated':
      case 'emitted':
        this.take(message.request)?.resolve(message.t === 'allocated' ? message.buffer : undefined);
        return;
      case 'refused':
        this.take(message.request)?.reject(new AtomitonError(message.error));
        return;
      case 'close':
        await this.host.close(message.session).catch(() => undefined);
        return;
      case 'call':
        await this.answer(message.call, () => this.call(message));
        return;
      case 'snapshot':
        await this.answer(message.call, async () => ({
          state: new Uint8Array(await this.host.snapshot(message.node)),
        }));
        return;
      case 'restore':
        await this.answer(message.call, async () => {
          await this.host.restore(message.node, message.state);
          return {};
        });
    }
  }

  private async answer(
    call: number,
    run: () => Promise<Omit<Extract<FromLane, { t: 'done' }>, 't' | 'call'>>,
  ): Promise<void> {
    const log = new LogBatch((lines) => this.send({ t: 'logs', call, lines }));
    this.log = log;
    let answer: FromLane;
    try {
      answer = { t: 'done', call, ...(await run()) };
    } catch (thrown) {
      const error: ErrorData = errorOfNodeCode(thrown);
      answer = { t: 'error', call, error };
    }
    this.prints.flush();
    log.flush();
    this.log = undefined;
    this.send(answer);
  }

  private async call(
    message: Extract<ToLane, { t: 'call' }>,
  ): Promise<Pick<Extract<FromLane, { t: 'done' }>, 'outputs'>> {
    const { call, node } = message;
    const known = knownMemory(message.inputs);
    const allocate = async (byteLength: number): Promise<Uint8Array> => {
      const request = this.requests++;
      const buffer = await this.request(request, { t: 'allocate', call, request, byteLength });
      const memory = buffer as SharedArrayBuffer;
      known.set(memory, { at: 'allocated', index: request });
      return new Uint8Array(memory, 0, byteLength);
    };
    const publish = (outputs: unknown) => publishOutputs(outputs, node.outputs, known, allocate);
    const returned = await this.host.call({
      node,
      number: message.number,
      parameters: message.parameters,
      inputs: message.inputs,
      files: message.files,
      isCancelled: () => Atomics.load(this.flags, CANCELLED_FLAG) === 1,
      allocate,
      emit: async (outputs) => {
        const published = await publish(outputs);
        const request = this.requests++;
        await this.request(request, { t: 'emit', call, request, outputs: published });
      },
      progress: this.progressOf(call),
      log: (level, text) => this.log?.add(level, text),
    });
    return returned === undefined ? {} : { outputs: await publish(returned) };
  }

  private progressOf(call: number): (fraction: number, message?: string) => void {
    let told = -1;
    let toldMessage: string | undefined;
    let toldAt = 0;
    let count = 0;
    return (fraction, message) => {
      const bounded = Math.min(1, Math.max(0, Number(fraction)));
      if (Number.isNaN(bounded)) return;
      const text = message === undefined ? undefined : String(message);
      if (text === toldMessage && bounded < 1 && Math.abs(bounded - told) < PROGRESS_STEP) return;
      const now = performance.now();
      if (++count > FREE_PROGRESS && bounded < 1 && now - toldAt < 10) return;
      told = bounded;
      toldMessage = text;
      toldAt = now;
      this.send({ t: 'progress', call, fraction: bounded, message: text });
    };
  }

  private request(request: number, message: FromLane): Promise<SharedArrayBuffer | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.set(request, { resolve, reject });
      this.send(message);
    });
  }

  private take(request: number) {
    const entry = this.waiting.get(request);
    this.waiting.delete(request);
    return entry;
  }
}

/** The distinct shared memories of the inputs in the order in which the host counted them. */
function knownMemory(inputs: Record<string, ReceivedValue>): KnownMemory {
  const known: KnownMemory = new Map();
  for (const bytes of bytesOfInputs(inputs)) {
    if (bytes.buffer instanceof SharedArrayBuffer && !known.has(bytes.buffer)) {
      known.set(bytes.buffer, { at: 'input', index: known.size });
    }
  }
  return known;
}

/** Every view inside the inputs, ports in their order, lists depth first. */
export function* bytesOfInputs(inputs: Record<string, Draft>): Generator<Uint8Array> {
  const stack: Draft[] = Object.values(inputs).reverse();
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (value.kind === 'list') stack.push(...[...value.items].reverse());
    else if ('bytes' in value) yield value.bytes;
  }
}
