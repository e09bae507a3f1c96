import type { BridgeCarrier } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { WebSocket } from 'ws';

/** How a client of `serve` proves that it may connect. */
export interface SocketAccess {
  /** `http://127.0.0.1:PORT`. */
  origin: string;
  /** The cookie that the start page sets: `NAME=VALUE`. */
  cookie: string;
}

/** Connects to a served host from Node, as a browser tab does. Rejects when the host refuses. */
export async function connectSocketCarrier(access: SocketAccess): Promise<BridgeCarrier> {
  const socket = new WebSocket(`${access.origin.replace(/^http/, 'ws')}/bridge`, {
    origin: access.origin,
    headers: { cookie: access.cookie },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return carrierOver(socket);
}

/** A carrier over a socket that is open, or is just being opened: requests wait for it. */
export function carrierOver(socket: WebSocket): BridgeCarrier {
  const waiting = new Map<number, { resolve(response: unknown): void; reject(error: Error): void }>();
  const listeners = new Set<(notice: unknown) => void>();
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as { id?: number; event?: string };
    if (typeof message.event === 'string') {
      for (const listener of listeners) listener(message);
      return;
    }
    const asked = waiting.get(message.id ?? -1);
    waiting.delete(message.id ?? -1);
    asked?.resolve(message);
  });
  const ended = () => {
    const message = 'The connection to the host has ended.';
    for (const { reject } of waiting.values()) {
      reject(new AtomitonError({ kind: 'dependency', code: 'bridge-lost', message }));
    }
    waiting.clear();
  };
  socket.on('close', ended);
  socket.on('error', ended);
  return {
    request: (request) =>
      new Promise((resolve, reject) => {
        waiting.set(request.id, { resolve, reject });
        const text = JSON.stringify(request);
        if (socket.readyState === socket.OPEN) socket.send(text);
        else if (socket.readyState === socket.CONNECTING) socket.once('open', () => socket.send(text));
        else ended();
      }),
    onNotice: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => socket.close(),
  };
}
