import assert from 'node:assert/strict';
import type {
  BridgeCarrier,
  BridgeClient,
  BridgeEventData,
  BridgeRequest,
  BridgeResponse,
  OpenDocument,
  Operation,
  RunEvent,
} from '@atomiton/contracts';
import { AtomitonError, bridgeResponseSchema } from '@atomiton/contracts';

/** The code a call is refused with; fails when it is not refused. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (thrown) {
    assert.ok(thrown instanceof AtomitonError, `an AtomitonError was expected, received ${String(thrown)}`);
    return thrown.data.code;
  }
  return assert.fail('the call was expected to be refused');
}

/** Sends a message as it is, past the client's types, and gives the answer. */
export async function sendRaw(carrier: BridgeCarrier, message: unknown): Promise<BridgeResponse> {
  return bridgeResponseSchema.parse(await carrier.request(message as BridgeRequest));
}

/** The code of the error in an answer; fails when the answer is a success. */
export function errorCode(response: BridgeResponse): string {
  assert.equal(
    response.ok,
    false,
    `a refusal was expected, received ${JSON.stringify(response).slice(0, 200)}`,
  );
  return response.ok ? '' : response.error.code;
}

/** Waits until `condition` holds, looking every 10 ms. */
export async function until(condition: () => boolean, what: string, timeoutMs = 20_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    assert.ok(Date.now() < end, `${what}: not within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A new document that reads a file, shows it, and draws it. */
export async function csvDocument(client: BridgeClient, file: string): Promise<OpenDocument> {
  const document = await client.call('document.create', {});
  const operations: Operation[] = [
    addNode('csv', 'core/csv-reader', { path: file }),
    addNode('show', 'core/preview', {}),
    { op: 'connect', to: 'show.value', edge: { from: 'csv.table' } },
  ];
  await client.call('document.apply', { documentId: document.documentId, baseRevision: 0, operations });
  return document;
}

export function addNode(id: string, type: string, parameters: Record<string, string>): Operation {
  return {
    op: 'add-node',
    id,
    node: { type, typeVersion: 1, parameters, mode: 'active' },
    position: { x: 0, y: 0 },
  };
}

/** Collects the batches of a viewer, acknowledges them, and checks that none is missing or out of order. */
export class BatchReader {
  readonly events: RunEvent[] = [];
  readonly problems: string[] = [];
  private readonly seen = new Map<string, number>();
  private readonly stop: () => void;

  constructor(private readonly client: BridgeClient) {
    this.stop = client.on('run.events', (batch) => this.take(batch));
  }

  get finished(): boolean {
    return this.events.some((event) => event.type === 'run-finished');
  }

  /** Forgets the events so far. */
  clear(): void {
    this.events.length = 0;
  }

  close(): void {
    this.stop();
  }

  private take(batch: BridgeEventData<'run.events'>): void {
    const { runId, after, upTo, events } = batch;
    const before = this.seen.get(runId) ?? 0;
    if (after !== before) this.problems.push(`a batch begins after ${after}, expected ${before}`);
    let last = after;
    for (const event of events) {
      if (event.seq <= last || event.seq > upTo)
        this.problems.push(`event ${event.seq} after ${last} of ${upTo}`);
      last = event.seq;
    }
    this.seen.set(runId, upTo);
    this.events.push(...events);
    this.client.call('run.acknowledge', { runId, seq: upTo }).catch((thrown: unknown) => {
      this.problems.push(`acknowledge failed: ${String(thrown)}`);
    });
  }
}
