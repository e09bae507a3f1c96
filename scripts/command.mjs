import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * How a finished command ended.
 * @typedef {{ code: number, output: string }} CommandResult
 * `code` is the exit status (127 when the program does not exist, 128 + n when a signal ended it);
 * `output` is stdout and stderr in the order they came.
 */

/**
 * Runs a program and waits for its end. Never throws for a failing program: look at `code`.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean | 'stderr', onLine?: (line: string) => void, timeoutMs?: number }} [options]
 *   `show` passes the output through while it comes (`'stderr'`: all of it to stderr); `onLine` receives each line without its end.
 * @returns {Promise<CommandResult>}
 */
export function runCommand(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let rest = '';
    /** @param {string} text */
    const feedLines = (text) => {
      if (!options.onLine) return;
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) options.onLine(line);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (/** @type {string} */ text) => {
        output += text;
        if (options.show === 'stderr') process.stderr.write(text);
        else if (options.show) (stream === child.stdout ? process.stdout : process.stderr).write(text);
        feedLines(text);
      });
    }
    const timer = options.timeoutMs ? setTimeout(() => child.kill('SIGKILL'), options.timeoutMs) : undefined;
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, output: `${output}${error.message}\n` });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (rest !== '') options.onLine?.(rest);
      resolve({ code: code ?? (signal === 'SIGKILL' ? 137 : 143), output });
    });
  });
}

/**
 * Runs a program in the foreground: it owns the terminal, and SIGINT and SIGTERM sent to us reach it.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit status
 */
export function runForeground(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: 'inherit',
    });
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      // A terminal sends Ctrl-C to the whole group: the child has it already, and a second one would mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    process.on('SIGINT', forward);
    process.on('SIGTERM', forward);
    const finish = (/** @type {number} */ code) => {
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(error.message);
      finish(127);
    });
    child.on('exit', (code, signal) => finish(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/**
 * Finds a program on the search path.
 * @param {string} name
 * @param {string} [searchPath] defaults to `$PATH`
 * @returns {string | undefined} its full path
 */
export function findProgram(name, searchPath = process.env.PATH) {
  for (const folder of (searchPath ?? '').split(path.delimiter)) {
    if (folder === '') continue;
    const file = path.join(folder, name);
    if (existsSync(file)) return file;
  }
  return undefined;
}
