import type { BridgeHandlers, BridgeMethod } from '@atomiton/contracts';
import { BRIDGE_METHODS, bridgeNoticeSchema, createBridgeClient } from '@atomiton/contracts';
import { WebSocket } from 'ws';
import { carrierOver } from '../carriers/socket-carrier.js';
import type { Viewer, ViewerSource } from '../viewer.js';
import { localAddress } from './local-address.js';

/** The host of another process on the same data folder. */
export interface AttachedHost extends ViewerSource {
  /** Settles when that process has ended; never after `close`. */
  readonly ended: Promise<void>;
  close(): void;
}

function connect(dataFolder: string): WebSocket {
  return new WebSocket(`ws+unix:${localAddress(dataFolder)}:/`, { perMessageDeflate: false });
}

/** A viewer of the other host: every method is asked there. */
function remoteViewer(socket: WebSocket): Viewer {
  const carrier = carrierOver(socket);
  const client = createBridgeClient(carrier);
  const methods = Object.keys(BRIDGE_METHODS) as BridgeMethod[];
  const handlers = Object.fromEntries(
    methods.map((method) => [method, (input: never) => client.call(method, input)]),
  ) as unknown as BridgeHandlers;
  return {
    handlers,
    onNotice: (listener) =>
      carrier.onNotice((message) => {
        const notice = bridgeNoticeSchema.safeParse(message);
        if (notice.success) listener(notice.data);
      }),
    // They stay with the other host, which goes on.
    unsaved: () => [],
    close: () => client.close(),
  };
}

/** Attaches to the host that has the data folder; undefined when none answers there. */
export async function attachHost(dataFolder: string): Promise<AttachedHost | undefined> {
  const watched = connect(dataFolder);
  const isOpen = await new Promise<boolean>((resolve) => {
    watched.once('open', () => resolve(true));
    watched.once('error', () => resolve(false));
  });
  if (!isOpen) return undefined;
  watched.on('error', () => undefined);
  let left = false;
  return {
    ended: new Promise((resolve) => {
      watched.once('close', () => {
        if (!left) resolve();
      });
    }),
    connect: () => remoteViewer(connect(dataFolder)),
    close: () => {
      left = true;
      watched.close();
    },
  };
}
