import { AtomitonError, type BridgeCarrier, type BridgeRequest } from '@atomiton/contracts';

/** What is used of a WebSocket; tests hand in their own. */
export type SocketFactory = () => WebSocket;

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: AtomitonError): void;
}

const FIRST_RETRY_MS = 300;
const LONGEST_RETRY_MS = 5000;

function lost(): AtomitonError {
  return new AtomitonError({
    kind: 'dependency',
    code: 'bridge-lost',
    message: 'The connection to the host was lost.',
    hint: 'It is opened again by itself; if not, start `atomiton serve` again.',
  });
}

/**
 * Carries messages over a WebSocket, one JSON text frame a message. Opens itself again when it breaks, waiting longer
 * each time up to 5 s; requests under way then fail with `bridge-lost`, new ones wait for the socket.
 */
export function createWebSocketCarrier(
  open: SocketFactory,
  onState: (state: 'open' | 'lost') => void,
): BridgeCarrier {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(notice: unknown) => void>();
  let unsent: BridgeRequest[] = [];
  let socket: WebSocket | undefined;
  let retryMs = FIRST_RETRY_MS;
  let closed = false;

  const receive = (text: unknown): void => {
    if (typeof text !== 'string') return;
    const message: unknown = JSON.parse(text);
    if (typeof message !== 'object' || message === null) return;
    if ('event' in message) {
      for (const listener of listeners) listener(message);
      return;
    }
    const id = 'id' in message && typeof message.id === 'number' ? message.id : undefined;
    if (id === undefined) return;
    waiting.get(id)?.resolve(message);
    waiting.delete(id);
  };

  const connect = (): void => {
    const next = open();
    socket = next;
    next.onopen = () => {
      retryMs = FIRST_RETRY_MS;
      onState('open');
      for (const request of unsent) next.send(JSON.stringify(request));
      unsent = [];
    };
    next.onmessage = (event: MessageEvent<unknown>) => receive(event.data);
    next.onclose = () => {
      if (closed || socket !== next) return;
      onState('lost');
      const queued = new Set(unsent.map((request) => request.id));
      for (const [id, entry] of waiting) {
        if (queued.has(id)) continue;
        waiting.delete(id);
        entry.reject(lost());
      }
      setTimeout(connect, retryMs);
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    };
  };
  connect();

  return {
    request(request) {
      return new Promise((resolve, reject) => {
        if (closed) {
          reject(lost());
          return;
        }
        waiting.set(request.id, { resolve, reject });
        if (socket?.readyState === 1) socket.send(JSON.stringify(request));
        else unsent.push(request);
      });
    },
    onNotice(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      for (const entry of waiting.values()) entry.reject(lost());
      waiting.clear();
      socket?.close();
    },
  };
}
