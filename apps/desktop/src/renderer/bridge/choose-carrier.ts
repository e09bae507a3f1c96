import type { BridgeCarrier } from '@atomiton/contracts';
import { createIpcCarrier } from './ipc-carrier';
import { createWebSocketCarrier } from './web-socket-carrier';

/** The preload object in the desktop window, else a WebSocket to where the page came from. */
export function chooseCarrier(onState: (state: 'open' | 'lost') => void): BridgeCarrier {
  if (window.atomiton !== undefined) return createIpcCarrier(window.atomiton);
  const address = new URL('/bridge', window.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return createWebSocketCarrier(() => new WebSocket(address), onState);
}
