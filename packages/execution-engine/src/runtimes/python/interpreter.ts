import { execFile } from 'node:child_process';
import { installCommand, missingRuntime } from '../install-command.js';

/** A Python that was asked what it is. */
export interface Interpreter {
  /** The real program, not a version manager's shim, which costs 0.1 s at each start. */
  executable: string;
  /** `3.11.7`. */
  version: string;
  /** Modules of those asked for that it cannot import, by the names they are installed under. */
  missing: string[];
}

const MINIMUM = [3, 10] as const;

/** Asks for the real program, the version and the modules that are there, without importing them. */
const PROBE = `
import importlib.util, json, sys
print(json.dumps({
    "executable": sys.executable,
    "version": "%d.%d.%d" % sys.version_info[:3],
    "missing": [name for name in sys.argv[1:] if importlib.util.find_spec(name) is None],
}))
`;

function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: 30_000, maxBuffer: 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(Object.assign(error, { said: stderr.trim().split('\n').at(-1) ?? '' }));
    });
  });
}

/**
 * Looks at an interpreter.
 * @throws AtomitonError `runtime-missing` when there is none, or it is too old; the hint says what to do.
 */
export async function inspectInterpreter(program: string, modules: readonly string[]): Promise<Interpreter> {
  let answer: string;
  try {
    answer = await run(program, ['-c', PROBE, ...modules]);
  } catch (thrown) {
    const { code, said } = thrown as NodeJS.ErrnoException & { said?: string };
    const why =
      code === 'ENOENT' ? 'there is no such program' : said || (thrown as Error).message.split('\n')[0];
    throw missingRuntime(
      `Python nodes need Python ${MINIMUM.join('.')} or newer, but "${program}" cannot be run: ${why}.`,
      installCommand('python'),
    );
  }
  const found = JSON.parse(answer.trim().split('\n').at(-1) ?? '') as Interpreter;
  const [major = 0, minor = 0] = found.version.split('.').map(Number);
  if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1])) {
    throw missingRuntime(
      `Python nodes need Python ${MINIMUM.join('.')} or newer, but "${program}" is ${found.version}.`,
      installCommand('python'),
    );
  }
  return found;
}
