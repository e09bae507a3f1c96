import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AtomitonError } from '@atomiton/contracts';
import { openOrAttach, serve } from '@atomiton/host';
import { EXIT } from './exit-codes.js';
import { dataFolder, examplesFolder, rendererFolder } from './folders.js';
import { onInterrupt } from './interrupts.js';
import { tellWhatLasts } from './preparation.js';
import type { Terminal } from './terminal.js';

export interface ServeCommandOptions {
  port: number;
  open: boolean;
  version: string;
}

/** Shows an address in the user's own browser; does nothing where there is none. */
function openBrowser(address: string): void {
  const [program, args] =
    process.platform === 'darwin'
      ? ['open', [address]]
      : process.platform === 'win32'
        ? ['explorer', [address]]
        : ['xdg-open', [address]];
  const child = spawn(program as string, args as string[], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

/** `atomiton serve [FILE]`: the editor in a browser until Ctrl-C. @returns the exit status. */
export async function serveCommand(
  name: string | undefined,
  options: ServeCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const file = name === undefined ? undefined : path.resolve(name);
  if (file !== undefined && !existsSync(file)) {
    terminal.err(`error: There is no file at ${file}.`);
    return EXIT.badInput;
  }
  const page = rendererFolder();
  if (!existsSync(path.join(page, 'index.html'))) {
    terminal.err(`error: The editor is not built: there is no ${page}. Run: npm run build`);
    return EXIT.failed;
  }
  const data = dataFolder();
  await mkdir(data, { recursive: true });
  const opened = await openOrAttach({
    version: options.version,
    dataFolder: data,
    examplesFolder: examplesFolder(),
    shell: 'browser',
    log: (level, text) => {
      if (level !== 'debug') terminal.err(`${level}: ${text}`);
    },
  });
  let ask: (code: number) => void = () => undefined;
  const asked = new Promise<number>((resolve) => {
    ask = resolve;
  });
  const stopInterrupts = onInterrupt(ask);
  try {
    const served = await serve({
      host: opened.source,
      rendererFolder: page,
      port: options.port,
      onTokenUsed: () => terminal.out(`For another browser: ${served.newAddress(file)}`),
    });
    const address = served.newAddress(file);
    terminal.out(`Atomiton is at ${address}`);
    terminal.out('The address works once. Ctrl-C ends it.');
    if (opened.own === undefined) {
      terminal.out('It shows the documents of the Atomiton that is running already.');
      void opened.ended.then(() => {
        terminal.err('error: The Atomiton that had the documents has ended. Start this again.');
        ask(EXIT.failed);
      });
    }
    if (options.open) openBrowser(address);
    if (opened.own !== undefined) {
      const { kit } = opened.own;
      const stopTelling = tellWhatLasts(kit, (text) => terminal.out(text));
      void kit.prepare().then(() => {
        stopTelling();
        for (const { state, message, install } of kit.runtimes()) {
          if (state === 'ready' || message === undefined) continue;
          terminal.out(install === undefined ? message : `${message} Install it with: ${install}`);
        }
      });
    }
    const code = await asked;
    await served.close();
    await opened.dispose();
    return code === EXIT.interrupted ? EXIT.ok : code;
  } catch (thrown) {
    if (!(thrown instanceof AtomitonError)) throw thrown;
    terminal.err(`error: ${thrown.data.message} ${thrown.data.hint ?? ''}`);
    return EXIT.badInput;
  } finally {
    await opened.dispose();
    stopInterrupts();
  }
}
