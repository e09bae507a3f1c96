import type { BridgeHandlers, BridgeMethod } from '@atomiton/contracts';
import { BRIDGE_METHODS, bridgeNoticeSchema, createBridgeClient } from '@atomiton/contracts';
import { WebSocket } from 'ws';
import { carrierOver } from '../carriers/socket-carrier.js';
import type { HostOptions } from '../host.js';
import type { Viewer, ViewerSource } from '../viewer.js';
import { localAddress } from './local-address.js';

/** The host of another process on the same data folder. */
export interface AttachedHost extends ViewerSource {
  /** Settles when that process has ended; never after `close`. */
  readonly ended: Promise<void>;
  close(): void;
}

/** What a window of this process does itself, whoever has the documents. */
export type OwnPart = Pick<HostOptions, 'shell' | 'dialogs' | 'reveal' | 'onSettings'>;

function connect(dataFolder: string): WebSocket {
  return new WebSocket(`ws+unix:${localAddress(dataFolder)}:/`, { perMessageDeflate: false });
}

/** A viewer of the other host: every method is asked there but those of this process's own windows. */
function remoteViewer(socket: WebSocket, own: OwnPart): Viewer {
  const carrier = carrierOver(socket);
  const client = createBridgeClient(carrier);
  const methods = Object.keys(BRIDGE_METHODS) as BridgeMethod[];
  const asked = Object.fromEntries(
    methods.map((method) => [method, (input: never) => client.call(method, input)]),
  ) as unknown as BridgeHandlers;
  const { dialogs } = own;
  return {
    handlers: {
      ...asked,
      'app.info': async (input) => ({
        ...(await asked['app.info'](input)),
        shell: own.shell,
        attached: true,
      }),
      ...(dialogs === undefined
        ? {}
        : { 'dialog.choose': async (request) => ({ path: await dialogs.choose(request) }) }),
    },
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
export async function attachHost(dataFolder: string, own: OwnPart): Promise<AttachedHost | undefined> {
  const watched = connect(dataFolder);
  const isOpen = await new Promise<boolean>((resolve) => {
    watched.once('open', () => resolve(true));
    watched.once('error', () => resolve(false));
  });
  if (!isOpen) return undefined;
  watched.on('error', () => undefined);
  let left = false;
  const ended = new Promise<void>((resolve) => {
    watched.once('close', () => {
      if (!left) resolve();
    });
  });
  const client = createBridgeClient(carrierOver(watched));
  client.on('settings.changed', ({ settings }) => own.onSettings?.(settings));
  client.call('settings.get', {}).then(
    ({ settings }) => own.onSettings?.(settings),
    // It has ended, which is told by `ended`.
    () => undefined,
  );
  return {
    ended,
    connect: () => remoteViewer(connect(dataFolder), own),
    close: () => {
      left = true;
      watched.close();
    },
  };
}
