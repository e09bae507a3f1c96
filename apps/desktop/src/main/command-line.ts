import path from 'node:path';

/** What the command line asks of the application. */
export interface CommandLine {
  /** Absolute path of the blueprint to show. */
  open: string | undefined;
}

/**
 * Reads `--open FILE` (or `--open=FILE`); relative files start from `folder`. Everything else is Chromium's and
 * Electron's own.
 */
export function parseCommandLine(args: readonly string[], folder: string): CommandLine {
  let open: string | undefined;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string;
    if (arg === '--open') open = args[index + 1];
    else if (arg.startsWith('--open=')) open = arg.slice('--open='.length);
  }
  return { open: open === undefined || open === '' ? undefined : path.resolve(folder, open) };
}
