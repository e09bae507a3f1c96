import { chmod, unlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { MAX_FRAME_BYTES, serveSocket } from '../carriers/socket-viewer.js';
import type { ViewerSource } from '../viewer.js';
import { localAddress } from './local-address.js';

/**
 * Lets other processes of this user be viewers of the host, over a local socket that only this user can open. Call it as
 * the one who holds the data folder: a socket left by a process that was killed is removed.
 * @returns the function that ends it.
 */
export async function offerHost(dataFolder: string, host: ViewerSource): Promise<() => Promise<void>> {
  const address = localAddress(dataFolder);
  const onFile = process.platform !== 'win32';
  if (onFile) await unlink(address).catch(() => undefined);
  const server = createServer((_request, response) => {
    response.writeHead(404).end();
  });
  const sockets = new WebSocketServer({ server, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  sockets.on('connection', (socket) => serveSocket(socket, host));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  if (onFile) await chmod(address, 0o600);
  server.unref();
  return async () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
}
