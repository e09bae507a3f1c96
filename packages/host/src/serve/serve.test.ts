import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:http';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createBridgeClient } from '@atomiton/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { connectSocketCarrier } from '../carriers/socket-carrier.js';
import type { TestHost } from '../testing/open-host.js';
import { openTestHost } from '../testing/open-host.js';
import type { Served } from './serve.js';
import { serve } from './serve.js';

let here: TestHost;
let served: Served;
let cookie: string;

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Sends a request with exactly these headers. */
function ask(urlPath: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: served.port, path: urlPath, method, headers },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => {
          body += chunk.toString();
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

function startPath(): string {
  return served.newAddress().slice(served.origin.length);
}

beforeAll(async () => {
  here = await openTestHost();
  const page = path.join(here.folder, 'page');
  await mkdir(path.join(page, 'assets'), { recursive: true });
  await writeFile(path.join(page, 'index.html'), '<!doctype html><title>Editor</title>');
  await writeFile(path.join(page, 'assets', 'main-1a2b.js'), 'export {};');
  await writeFile(path.join(page, '.secret.json'), '{}');
  await writeFile(path.join(page, 'notes.exe'), 'x');
  await writeFile(path.join(here.folder, 'outside.json'), '"outside"');
  await symlink(path.join(here.folder, 'outside.json'), path.join(page, 'link.json'));
  served = await serve({ host: here.host, rendererFolder: page });
  const { headers } = await ask(startPath());
  cookie = String(headers['set-cookie']?.[0]).split(';')[0] ?? '';
});
afterAll(async () => {
  await served.close();
  await here.close();
});

describe('the start page', () => {
  test('answers 200, sets a strict cookie named by port, and then navigates', async () => {
    const { status, headers, body } = await ask(startPath());
    expect(status).toBe(200);
    expect(headers.location).toBeUndefined();
    const [set] = headers['set-cookie'] ?? [];
    expect(set).toMatch(
      new RegExp(`^atomiton_${served.port}=[\\w-]{40,}; HttpOnly; SameSite=Strict; Path=/$`),
    );
    expect(body).toContain('http-equiv="refresh" content="0;url=/"');
    expect(headers['cache-control']).toBe('no-store');
  });

  test('works once', async () => {
    const address = startPath();
    expect((await ask(address)).status).toBe(200);
    const again = await ask(address);
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  test('opened again by a browser that is logged in, it leads to the editor, and lets no other browser in', async () => {
    const address = served.newAddress('/tmp/a.json').slice(served.origin.length);
    expect((await ask(address)).status).toBe(200);
    const again = await ask(address, { cookie });
    expect([again.status, again.headers['set-cookie']]).toEqual([200, undefined]);
    expect(again.body).toContain('http-equiv="refresh" content="0;url=/?open=%2Ftmp%2Fa.json"');
    const wrong = `${cookie.split('=')[0]}=${'a'.repeat(43)}`;
    expect((await ask(address, { cookie: wrong })).status).toBe(403);
    expect((await ask(address)).status).toBe(403);
  });

  test('is refused without a token or with a wrong one', async () => {
    for (const address of ['/start', '/start?token=', `/start?token=${'a'.repeat(32)}`]) {
      const { status, headers } = await ask(address);
      expect([status, headers['set-cookie']]).toEqual([403, undefined]);
    }
  });

  test('carries the file to open, escaped', async () => {
    const file = '/tmp/a "b" <c>&d.json';
    const address = served.newAddress(file).slice(served.origin.length);
    const { body } = await ask(address);
    expect(body).not.toContain('<c>');
    const target = /content="0;url=([^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(new URL(target, served.origin).searchParams.get('open')).toBe(file);
  });
});

describe('files of the page', () => {
  test('come with the cookie, under a strict policy', async () => {
    const { status, headers, body } = await ask('/?open=%2Ftmp%2Fa.json', { cookie });
    expect([status, body]).toEqual([200, '<!doctype html><title>Editor</title>']);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${served.port}`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-eval');
    expect(headers['x-content-type-options']).toBe('nosniff');
    const script = await ask('/assets/main-1a2b.js', { cookie });
    expect([script.status, script.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
    const head = await ask('/index.html', { cookie }, 'HEAD');
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '36']);
  });

  test('are refused without it, and with a wrong one', async () => {
    const wrong = `${cookie.split('=')[0]}=${'a'.repeat(43)}`;
    const strangers: Record<string, string>[] = [{}, { cookie: wrong }, { cookie: `other=1; ${wrong}` }];
    for (const headers of strangers) {
      expect((await ask('/', headers)).status).toBe(401);
      expect((await ask('/assets/main-1a2b.js', headers)).status).toBe(401);
    }
  });

  const outside = [
    '/../outside.json',
    '/..%2foutside.json',
    '/%2e%2e/outside.json',
    '/assets/../../outside.json',
    '/assets/..%5c..%5coutside.json',
    '/link.json',
    '/.secret.json',
    '/notes.exe',
    '/assets',
    '/%00',
    '/%',
    '/absent.js',
  ];
  test.each(outside)('%s is not one of them', async (address) => {
    const { status, body } = await ask(address, { cookie });
    expect(status).toBe(404);
    expect(body).not.toContain('outside');
  });

  test('an absolute address in the request line reaches nothing', async () => {
    const reply = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(served.port, '127.0.0.1', () => {
        socket.write(
          `GET //evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:${served.port}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
        );
      });
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('close', () => resolve(text));
    });
    expect(reply).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('other methods are refused', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await ask('/', { cookie }, method)).status).toBe(405);
    }
  });
});

describe('requests from elsewhere', () => {
  const foreign: [name: string, headers: () => Record<string, string>][] = [
    ['a rebound name as Host', () => ({ host: `evil.example:${served.port}` })],
    ['localhost as Host', () => ({ host: `localhost:${served.port}` })],
    ['another port as Host', () => ({ host: '127.0.0.1:1' })],
    ['a foreign Origin', () => ({ origin: 'https://evil.example' })],
    ['Origin null', () => ({ origin: 'null' })],
    ['our Origin with another port', () => ({ origin: 'http://127.0.0.1:1' })],
    ['our Origin by another name', () => ({ origin: `http://localhost:${served.port}` })],
    ['a page of another site', () => ({ 'sec-fetch-site': 'cross-site' })],
    ['a page of another port', () => ({ 'sec-fetch-site': 'same-site' })],
  ];
  test.each(foreign)('%s is refused, even with the cookie, and spends no token', async (_name, headers) => {
    expect((await ask('/', { cookie, ...headers() })).status).toBe(403);
    const address = startPath();
    expect((await ask(address, headers())).status).toBe(403);
    expect((await ask(address)).status).toBe(200);
  });
});

describe('the socket', () => {
  /** Tries to connect; the status it was refused with, or 101. */
  function knock(urlPath: string, headers: Record<string, string>): Promise<number> {
    return new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${served.port}${urlPath}`, { headers });
      socket.on('open', () => {
        socket.close();
        resolve(101);
      });
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
        socket.terminate();
      });
      socket.on('error', () => undefined);
    });
  }

  test('opens for our page only', async () => {
    const { origin } = served;
    expect(await knock('/bridge', { cookie, origin })).toBe(101);
    expect(await knock('/bridge', { origin })).toBe(401);
    expect(await knock('/bridge', { cookie })).toBe(403);
    expect(await knock('/bridge', { cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await knock('/bridge', { cookie, origin, host: `evil.example:${served.port}` })).toBe(403);
    expect(await knock('/other', { cookie, origin })).toBe(404);
  });

  test('survives junk, and a frame far too large ends only its own connection', async () => {
    const { origin } = served;
    const socket = new WebSocket(`ws://127.0.0.1:${served.port}/bridge`, { headers: { cookie, origin } });
    await new Promise((resolve) => socket.once('open', resolve));
    const answers: { id: number; ok: boolean }[] = [];
    socket.on('message', (data: Buffer) =>
      answers.push(JSON.parse(data.toString()) as (typeof answers)[number]),
    );
    socket.send('not json');
    socket.send(Buffer.from([1, 2, 3]));
    socket.send('null');
    socket.send('[]');
    await expect.poll(() => answers.length).toBe(4);
    expect(answers.every(({ ok }) => !ok)).toBe(true);
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.send('x'.repeat(70_000_000));
    expect(await closed).toBe(1009);
    const client = createBridgeClient(await connectSocketCarrier({ origin, cookie }));
    expect((await client.call('app.info', {})).shell).toBe('browser');
    client.close();
  });
});

test('a port that is in use is said', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'atomiton-port-'));
  const second = serve({ host: here.host, rendererFolder: folder, port: served.port });
  await expect(second).rejects.toMatchObject({ data: { code: 'port-in-use' } });
  await rm(folder, { recursive: true });
});
