import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';

/** The system's limit is 108 bytes on Linux, 104 on macOS, its end included. */
const MAX_SOCKET_PATH = 100;

/** Where the host of a data folder listens for others of this user: a socket in that folder, where its path fits. */
export function localAddress(dataFolder: string): string {
  const folder = path.resolve(dataFolder);
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\atomiton-${name}`;
  const inside = path.join(folder, 'host.sock');
  if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH) return inside;
  return path.join(os.tmpdir(), `atomiton-${os.userInfo().uid}-${name}.sock`);
}
