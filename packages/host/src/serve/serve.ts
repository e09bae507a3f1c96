import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { AtomitonError } from '@atomiton/contracts';
import { WebSocketServer } from 'ws';
import { MAX_FRAME_BYTES, serveSocket } from '../carriers/socket-viewer.js';
import type { ViewerSource } from '../viewer.js';
import { Access } from './access.js';
import { pageHeaders } from './content-security-policy.js';
import { readStaticFile } from './static-files.js';

export interface ServeOptions {
  host: ViewerSource;
  /** The built page: `index.html` and its assets. */
  rendererFolder: string;
  /** 0 takes any free port. */
  port?: number;
  /** Called when an address was used, e.g. to print the next one. */
  onTokenUsed?: () => void;
}

/** A running server. */
export interface Served {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** A fresh address that opens one browser, once; `file` is opened in it. */
  newAddress(file?: string): string;
  /** Ends the server and every connection. */
  close(): Promise<void>;
}

const START_PATH = '/start';
const SOCKET_PATH = '/bridge';

function reply(
  response: ServerResponse,
  status: number,
  text: string,
  more: Record<string, string> = {},
): void {
  response.writeHead(status, {
    ...pageHeaders(),
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    ...more,
  });
  response.end(text);
}

function startPage(target: string): string {
  const escaped = target.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Atomiton</title><link rel="icon" href="data:,">' +
    `<meta name="color-scheme" content="dark light"><meta http-equiv="refresh" content="0;url=${escaped}"></head>` +
    `<body><p>Opening Atomiton … <a href="${escaped}">Continue</a></p></body></html>`
  );
}

function refuseSocket(socket: Duplex, status: number, reason: string): void {
  const body = `${reason}\n`;
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      reject(
        new AtomitonError({
          kind: 'resource',
          code: inUse ? 'port-in-use' : 'not-listening',
          message: inUse ? `Port ${port} is in use.` : `Port ${port} cannot be used: ${error.message}.`,
          hint: 'Choose another one with --port, or leave it out.',
        }),
      );
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/**
 * Serves the editor on 127.0.0.1: the page as files, the bridge as a socket at `/bridge`. The address holds a token
 * that works once; its page sets a cookie and navigates (a redirect would lose a SameSite=Strict cookie).
 * @throws AtomitonError `port-in-use`.
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const access = new Access(port);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refused = access.checkOrigin(request, false);
    if (refused !== undefined) return reply(response, refused.status, refused.reason);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return reply(response, 405, 'Only GET is answered.', { allow: 'GET, HEAD' });
    }
    const url = request.url ?? '/';
    if (!url.startsWith('/') || url.startsWith('//')) return reply(response, 400, 'Bad address.');
    const mark = url.indexOf('?');
    const pathname = mark === -1 ? url : url.slice(0, mark);
    const query = new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1));
    if (pathname === START_PATH) {
      // A browser that is in already stays in; its token is spent all the same, where it was not yet.
      const knocks = request.method === 'GET' && access.redeem(query.get('token') ?? '');
      const isIn = access.checkCookie(request) === undefined;
      if (!knocks && !isIn) {
        return reply(response, 403, 'This address was used before. Take the newest one that was printed.');
      }
      const file = query.get('open');
      const target = file === null ? '/' : `/?open=${encodeURIComponent(file)}`;
      reply(response, 200, startPage(target), {
        'content-type': 'text/html; charset=utf-8',
        ...(knocks ? { 'set-cookie': access.setCookie } : {}),
      });
      if (knocks) options.onTokenUsed?.();
      return;
    }
    const stranger = access.checkCookie(request);
    if (stranger !== undefined) return reply(response, stranger.status, stranger.reason);
    const file = await readStaticFile(options.rendererFolder, pathname);
    if (file === undefined) return reply(response, 404, 'There is no such file.');
    response.writeHead(200, {
      ...pageHeaders(access.socketOrigin),
      'content-type': file.type,
      'content-length': String(file.bytes.byteLength),
      'cache-control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-store',
    });
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
  };

  server.on('request', (request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) reply(response, 500, 'The file could not be read.');
      else response.destroy();
    });
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refused = access.checkOrigin(request, true) ?? access.checkCookie(request);
    if (refused !== undefined) {
      refuseSocket(socket, refused.status, refused.reason);
      return;
    }
    if (request.url !== SOCKET_PATH) {
      refuseSocket(socket, 404, `The bridge is at ${SOCKET_PATH}.`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connected) => serveSocket(connected, options.host));
  });

  return {
    port,
    origin: access.origin,
    newAddress: (file) => {
      const open = file === undefined ? '' : `&open=${encodeURIComponent(file)}`;
      return `${access.origin}${START_PATH}?token=${access.issueToken()}${open}`;
    },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
