import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { BridgeClient } from '@atomiton/contracts';
import { createBridgeClient } from '@atomiton/contracts';
import { connectSocketCarrier } from '../carriers/socket-carrier.js';

const PACKAGE = path.resolve(import.meta.dirname, '..', '..');

/** The real host, served as `atomiton serve` does it; says where by a message. */
const SCRIPT = `
  import path from 'node:path';
  import { openOrAttach, serve } from './dist/index.js';
  const [folder] = process.argv.slice(1);
  const opened = await openOrAttach({
    version: '0.0.0',
    dataFolder: path.join(folder, 'data'),
    examplesFolder: path.join(folder, 'examples'),
    shell: 'browser',
    log: (level, text) => { if (level !== 'debug') console.error(level + ': ' + text); },
  });
  void opened.ended.then(() => process.exit(3));
  const served = await serve({ host: opened.source, rendererFolder: folder });
  process.send({ address: served.newAddress(), pid: process.pid });
`;

/** A host in a process of its own, over its socket. */
export interface HostProcess {
  client: BridgeClient;
  pid: number;
  /** Ends it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
}

/** The cookie that the start page sets, as a browser gets it. */
async function enter(address: string): Promise<{ origin: string; cookie: string }> {
  const response = await fetch(address);
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { origin: new URL(address).origin, cookie };
}

/** @param wrapper a program, with its arguments, that runs the host, e.g. one that writes its system calls down. */
export async function startHostProcess(
  folder: string,
  wrapper: readonly string[] = [],
): Promise<HostProcess> {
  const [program = process.execPath, ...args] = [
    ...wrapper,
    process.execPath,
    '--input-type=module',
    '-e',
    SCRIPT,
    folder,
  ];
  const child: ChildProcess = spawn(program, args, {
    cwd: PACKAGE,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { address, pid } = await new Promise<{ address: string; pid: number }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { address: string; pid: number }));
    child.once('exit', (code) => reject(new Error(`The host ended with ${code} before it was served.`)));
  });
  const client = createBridgeClient(await connectSocketCarrier(await enter(address)));
  return {
    client,
    pid,
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) process.kill(pid, 'SIGKILL');
      await gone;
      client.close();
    },
  };
}
