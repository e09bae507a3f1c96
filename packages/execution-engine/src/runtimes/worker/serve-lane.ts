import { type MessagePort, threadId } from 'node:worker_threads';
import type { Draft, ErrorData, JsonValue, LogLevel, ReceivedValue } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import {
  CANCELLED_CALL,
  type FromLane,
  type LaneNode,
  type LaneStart,
  RUNNING_CALL,
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
    start.port.on('message', (received: ToLane | ToLane[]) => {
      for (const message of Array.isArray(received) ? received : [received]) {
        if (message.t === 'exit') resolve();
        else lane.receive(message);
      }
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
  private readonly nodes = new Map<number, LaneNode>();
  private tail: Promise<void> = Promise.resolve();
  /** Of the call that runs. */
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

  receive(message: Exclude<ToLane, { t: 'exit' }>): void {
    switch (message.t) {
      case 'allocated':
      case 'emitted':
        this.take(message.request)?.resolve(message.t === 'allocated' ? message.buffer : undefined);
        return;
      case 'refused':
        this.take(message.request)?.reject(new AtomitonError(message.error));
        return;
      case 'call':
      case 'snapshot':
      case 'restore':
      case 'close':
        // One after another, in the order in which they came.
        this.tail = this.tail.then(() => this.serve(message));
    }
  }

  private async serve(message: Extract<ToLane, { session: number }>): Promise<void> {
    if (message.t === 'close') {
      this.nodes.delete(message.session);
      await this.host.close(message.session).catch(() => undefined);
      return;
    }
    if (message.node !== undefined) this.nodes.set(message.session, message.node);
    const node = this.nodes.get(message.session) as LaneNode;
    const { call } = message;
    const log = new LogBatch((lines) => this.send({ t: 'logs', call, lines }));
    this.log = log;
    Atomics.store(this.flags, RUNNING_CALL, call);
    let answer: FromLane;
    try {
      answer = { t: 'done', call, ...(await this.answer(message, node, log)) };
    } catch (thrown) {
      const error: ErrorData = errorOfNodeCode(thrown);
      answer = { t: 'error', call, error };
    }
    this.prints.flush();
    log.flush();
    this.log = undefined;
    Atomics.store(this.flags, RUNNING_CALL, 0);
    this.send(answer);
  }

  private async answer(
    message: Exclude<Extract<ToLane, { session: number }>, { t: 'close' }>,
    node: LaneNode,
    log: LogBatch,
  ): Promise<Pick<Extract<FromLane, { t: 'done' }>, 'outputs' | 'state' | 'ms'>> {
    switch (message.t) {
      case 'call':
        return await this.call(message, node, log);
      case 'snapshot':
        return { state: new Uint8Array(await this.host.snapshot(node)) };
      case 'restore':
        await this.host.restore(node, message.state);
        return {};
    }
  }

  private async call(
    message: Extract<ToLane, { t: 'call' }>,
    node: LaneNode,
    log: LogBatch,
  ): Promise<Pick<Extract<FromLane, { t: 'done' }>, 'outputs' | 'ms'>> {
    const { call, number, inputs, parameters = node.parameters, files = {} } = message;
    const known = knownMemory(inputs);
    const allocate = async (byteLength: number): Promise<Uint8Array> => {
      const request = this.requests++;
      const buffer = await this.request(request, { t: 'allocate', call, request, byteLength });
      const memory = buffer as SharedArrayBuffer;
      known.set(memory, { at: 'allocated', index: request });
      return new Uint8Array(memory, 0, byteLength);
    };
    const publish = (outputs: unknown) => publishOutputs(outputs, node.outputs, known, allocate);
    const startedAt = performance.now();
    const returned = await this.host.call({
      node,
      number,
      parameters,
      inputs,
      files,
      isCancelled: () => Atomics.load(this.flags, CANCELLED_CALL) === call,
      allocate,
      emit: async (outputs) => {
        const published = await publish(outputs);
        const request = this.requests++;
        await this.request(request, { t: 'emit', call, request, outputs: published });
      },
      progress: this.progressOf(call),
      log: (level, text) => log.add(level, text),
    });
    const ms = performance.now() - startedAt;
    return returned === undefined ? { ms } : { ms, outputs: await publish(returned) };
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
