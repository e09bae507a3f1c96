import { z } from 'zod';
import type {
  BridgeEvent,
  BridgeEventData,
  BridgeInput,
  BridgeMethod,
  BridgeOutput,
  BridgeParsedInput,
} from './bridge.js';
import { BRIDGE_EVENTS, BRIDGE_METHODS } from './bridge.js';
import type { ErrorData } from './errors.js';
import { AtomitonError, errorDataSchema, toErrorData } from './errors.js';

export const bridgeRequestSchema = z.strictObject({
  id: z.int().min(0),
  method: z.string().max(100),
  input: z.unknown(),
});
export type BridgeRequest = z.infer<typeof bridgeRequestSchema>;

export const bridgeResponseSchema = z.union([
  z.strictObject({ id: z.int(), ok: z.literal(true), output: z.unknown() }),
  z.strictObject({ id: z.int(), ok: z.literal(false), error: errorDataSchema }),
]);
export type BridgeResponse = z.infer<typeof bridgeResponseSchema>;

export const bridgeNoticeSchema = z.strictObject({ event: z.string().max(100), data: z.unknown() });
export type BridgeNotice = z.infer<typeof bridgeNoticeSchema>;

/** What a carrier (Electron IPC, WebSocket, memory) has to do: one request out, one response back, notices in. */
export interface BridgeCarrier {
  request(request: BridgeRequest): Promise<unknown>;
  onNotice(listener: (notice: unknown) => void): () => void;
  close(): void;
}

/** The host's side: one function per method, given checked input. */
export type BridgeHandlers = {
  [M in BridgeMethod]: (input: BridgeParsedInput<M>) => Promise<BridgeOutput<M>>;
};

function problemText(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.length === 0 ? 'input' : issue.path.join('.')}: ${issue.message}`)
    .join('; ');
}

function invalid(code: string, message: string, hint: string): ErrorData {
  return { kind: 'validation', code, message, hint };
}

function isBridgeMethod(name: string): name is BridgeMethod {
  return Object.hasOwn(BRIDGE_METHODS, name);
}

/** Answers one untrusted message. Never throws; input and output are checked against the table. */
export async function dispatchBridgeRequest(
  handlers: BridgeHandlers,
  message: unknown,
): Promise<BridgeResponse> {
  const request = bridgeRequestSchema.safeParse(message);
  if (!request.success) {
    const error = invalid(
      'bad-message',
      `Not a bridge request: ${problemText(request.error)}.`,
      'Send {id, method, input}.',
    );
    return { id: 0, ok: false, error };
  }
  const { id, method, input } = request.data;
  if (!isBridgeMethod(method)) {
    const error = invalid(
      'unknown-method',
      `There is no method "${method}".`,
      'Use a method of the bridge table.',
    );
    return { id, ok: false, error };
  }
  const entry = BRIDGE_METHODS[method];
  const parsed = entry.input.safeParse(input);
  if (!parsed.success) {
    const error = invalid(
      'bad-input',
      `${method}: ${problemText(parsed.error)}.`,
      'Send the input the bridge table names.',
    );
    return { id, ok: false, error };
  }
  try {
    const handler = handlers[method] as (checked: unknown) => Promise<unknown>;
    const output = entry.output.safeParse(await handler(parsed.data));
    if (output.success) return { id, ok: true, output: output.data };
    const error: ErrorData = {
      kind: 'runtime',
      code: 'bad-output',
      message: `${method} answered wrongly: ${problemText(output.error)}.`,
    };
    return { id, ok: false, error };
  } catch (thrown) {
    return { id, ok: false, error: toErrorData(thrown) };
  }
}

/** The viewer's side of the bridge. */
export interface BridgeClient {
  call<M extends BridgeMethod>(method: M, input: BridgeInput<M>): Promise<BridgeOutput<M>>;
  on<E extends BridgeEvent>(event: E, listener: (data: BridgeEventData<E>) => void): () => void;
  close(): void;
}

/** Builds the client over any carrier; answers and notices are checked before anyone sees them. */
export function createBridgeClient(carrier: BridgeCarrier): BridgeClient {
  let nextId = 1;
  const listeners = new Map<string, Set<(data: never) => void>>();
  const stop = carrier.onNotice((message) => {
    const notice = bridgeNoticeSchema.safeParse(message);
    if (!notice.success || !Object.hasOwn(BRIDGE_EVENTS, notice.data.event)) return;
    const event = notice.data.event as BridgeEvent;
    const data = BRIDGE_EVENTS[event].safeParse(notice.data.data);
    if (!data.success) return;
    for (const listener of listeners.get(event) ?? []) listener(data.data as never);
  });
  return {
    async call(method, input) {
      const answer = bridgeResponseSchema.parse(await carrier.request({ id: nextId++, method, input }));
      if (!answer.ok) throw new AtomitonError(answer.error);
      return BRIDGE_METHODS[method].output.parse(answer.output) as BridgeOutput<typeof method>;
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener as (data: never) => void);
      return () => set.delete(listener as (data: never) => void);
    },
    close() {
      stop();
      carrier.close();
    },
  };
}
