import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { diagnosticSchema, nodeDefinitionSchema, runEventSchema } from '@atomiton/contracts';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';

const MAIN = path.resolve(import.meta.dirname, '..', 'dist', 'main.js');
const LARGE_ROWS = 4_000_000;

let folder: string;

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function start(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  return startWith({}, ...args);
}

function startWith(
  env: Record<string, string>,
  ...args: string[]
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { ...process.env, ATOMITON_DATA: path.join(folder, 'data'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, out, err }));
  });
  return { child, ended };
}

function atomiton(...args: string[]): Promise<Ended> {
  return start(...args).ended;
}

async function writeBlueprint(name: string, nodes: object, edges: object = {}): Promise<string> {
  const file = path.join(folder, `${name}.blueprint.json`);
  await writeFile(file, JSON.stringify({ formatVersion: 1, id: name, name, nodes, edges }));
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'atomiton-cli-'));
  await writeFile(path.join(folder, 'cities.csv'), 'city,people\nBern,134\nGenève,203\n');
  await writeBlueprint(
    'cities',
    {
      csv: { type: 'core/csv-reader', typeVersion: 1, parameters: { path: 'cities.csv' } },
      draw: { type: 'core/chart', typeVersion: 1, parameters: {} },
      alone: { type: 'core/number', typeVersion: 1, parameters: {} },
    },
    { 'draw.table': { from: 'csv.table' } },
  );
  const data = createWriteStream(path.join(folder, 'large.csv'));
  data.write('id,name\n');
  const block = Array.from({ length: 10_000 }, (_, row) => `${row},name of row ${row}\n`).join('');
  for (let written = 0; written < LARGE_ROWS; written += 10_000) data.write(block);
  data.end();
  await finished(data);
}, 120_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('atomiton run', () => {
  test('runs a blueprint from its own folder and says how each node ended', async () => {
    const { code, out, err } = await atomiton('run', 'cities.blueprint.json');
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toMatch(/^running 3 nodes\n/);
    expect(out).toMatch(/^csv {2}done .*table of 2 rows: city, people$/m);
    expect(out).toMatch(/^draw {2}done .*\[134,203\]/m);
    expect(out).toMatch(/^done in .*s\n$/m);
    expect(out, 'no control sequences in a pipe').not.toContain('\u001B');
  });

  test('--json prints one valid event a line, numbered without gaps', async () => {
    const { code, out } = await atomiton('run', 'cities.blueprint.json', '--json');
    expect(code).toBe(0);
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => runEventSchema.parse(JSON.parse(line)));
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', state: 'done' });
  });

  test('--to runs only what the node needs', async () => {
    const { code, out } = await atomiton(
      'run',
      'cities.blueprint.json',
      '--to',
      'csv',
      '--strategy',
      'sequential',
    );
    expect(code).toBe(0);
    expect(out).toContain('csv  done');
    expect(out).not.toContain('draw');
    expect(out).not.toContain('alone');
  });

  test('--set changes parameters by their type; paths start from the current folder', async () => {
    await writeFile(path.join(folder, 'other.csv'), 'name,a,b\nx,1,2\ny,3,4\n');
    const settings = ['--set', 'csv.path=other.csv', '--set', 'draw.y=a,b', '--set', 'draw.kind=line'];
    const { code, out, err } = await atomiton('run', 'cities.blueprint.json', ...settings);
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('"kind":"line"');
    expect(out).toContain('{"name":"b","values":[2,4]}');
  });

  test('a blueprint that reads outside its folder: exit 2 with nodes and effects, nothing run; --trust runs it', async () => {
    const outside = path.join(folder, 'cities.csv');
    const inner = path.join(folder, 'inner');
    await mkdir(inner, { recursive: true });
    const file = path.join(inner, 'sent.blueprint.json');
    const nodes = {
      csv: { type: 'core/csv-reader', typeVersion: 1, parameters: { path: '../cities.csv' } },
      n: { type: 'core/number', typeVersion: 1, parameters: {} },
    };
    await writeFile(file, JSON.stringify({ formatVersion: 1, id: 's', name: 's', nodes, edges: {} }));
    const refused = await atomiton('run', file);
    expect(refused.code).toBe(2);
    expect(refused.out, 'nothing ran').toBe('');
    expect(refused.err).toContain(
      `csv (core/csv-reader) reads outside the folder of the blueprint: File ${outside} (../cities.csv)`,
    );
    expect(refused.err).toContain('--trust');
    const trusted = await atomiton('run', file, '--trust');
    expect(trusted.err).toBe('');
    expect(trusted.code).toBe(0);
    // What needs nothing runs, and what the user sets is the user's own.
    expect((await atomiton('run', file, '--to', 'n')).code).toBe(0);
    expect((await atomiton('run', file, '--set', `csv.path=${outside}`)).code).toBe(2);
    await writeFile(path.join(folder, 'mine.csv'), 'a\n1\n');
    expect((await atomiton('run', file, '--set', 'csv.path=mine.csv')).code).toBe(0);
  }, 30_000);

  test('a node that fails: exit 1, its error, and who was blocked', async () => {
    const { code, out } = await atomiton('run', 'cities.blueprint.json', '--set', 'csv.path=absent.csv');
    expect(code).toBe(1);
    expect(out).toMatch(/^csv {2}failed .*absent\.csv/m);
    expect(out).toContain('draw  blocked  needs csv');
    expect(out).toMatch(/^alone {2}done/m);
  });

  const badInputs: [name: string, args: string[], says: RegExp][] = [
    ['a file that is not there', ['run', 'absent.blueprint.json'], /absent\.blueprint\.json/],
    ['a setting without a value', ['run', 'cities.blueprint.json', '--set', 'csv'], /node\.parameter=value/],
    [
      'a node that is not there',
      ['run', 'cities.blueprint.json', '--set', 'no.a=1'],
      /no node "no".*csv, draw/,
    ],
    [
      'a parameter that is not there',
      ['run', 'cities.blueprint.json', '--set', 'csv.no=1'],
      /no parameter "no".*path/,
    ],
    [
      'a choice that is none',
      ['run', 'cities.blueprint.json', '--set', 'csv.header=maybe'],
      /"auto".*"maybe"/,
    ],
    [
      'a number that is none',
      ['run', 'cities.blueprint.json', '--set', 'alone.value=many'],
      /number.*"many"/,
    ],
    ['a target that is not there', ['run', 'cities.blueprint.json', '--to', 'no'], /no node "no"/],
    ['a strategy that is none', ['run', 'cities.blueprint.json', '--strategy', 'no'], /parallel, sequential/],
    ['no file', ['run'], /missing required argument/],
    ['no such command', ['walk'], /unknown command 'walk'/],
  ];
  test.each(badInputs)('%s: exit 2', async (_name, args, says) => {
    const { code, out, err } = await atomiton(...args);
    expect(err).toMatch(says);
    expect(code).toBe(2);
    expect(out).toBe('');
  });

  test('a blueprint with an error in it is not started', async () => {
    const file = await writeBlueprint('wrong', { odd: { type: 'no/such', typeVersion: 1 } });
    const { code, out, err } = await atomiton('run', file);
    expect(err).toMatch(/^error odd: .*no\/such/);
    expect([code, out]).toEqual([2, '']);
  });
});

describe('a run that takes long', () => {
  let file: string;
  beforeAll(async () => {
    const csv = { type: 'core/csv-reader', typeVersion: 1, parameters: { path: 'large.csv' } };
    file = await writeBlueprint('large', { csv });
  });

  function whenRunning(child: ChildProcess): Promise<void> {
    return new Promise((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('"node-progress"')) resolve();
      });
    });
  }

  test('Ctrl-C cancels it cleanly: the events end with cancelled, exit 130', async () => {
    const { child, ended } = start('run', file, '--json');
    await whenRunning(child);
    // The terminal and a parent may both send it: one key press.
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    const { code, out } = await ended;
    const last = out.trimEnd().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ type: 'run-finished', state: 'cancelled' });
    expect(code).toBe(130);
  });
});

describe('a node that never ends by itself', () => {
  const python = path.resolve(import.meta.dirname, '../../../packages/python-nodes/.venv');
  const definition = {
    type: 'test/spin-python',
    version: 1,
    name: 'Spin',
    category: 'Test',
    description: 'Computes for ever.',
    inputs: [],
    outputs: [{ name: 'done', type: 'any' }],
    parameters: [],
    runtime: { language: 'python', module: 'test/spin', handler: 'test/spin' },
    purity: 'pure',
  };

  /** Starts the run and waits until the process of the node is known. */
  async function startSpinning(context: TestContext): Promise<ReturnType<typeof start> & { pid: number }> {
    if (!existsSync(python)) {
      console.log(`not checked: there is no Python environment in ${python}`);
      context.skip('there is no Python environment');
    }
    const definitions = path.join(folder, 'definitions.json');
    await writeFile(definitions, JSON.stringify([definition]));
    const file = await writeBlueprint('spin', {
      spin: { type: 'test/spin-python', typeVersion: 1 },
      csv: { type: 'core/csv-reader', typeVersion: 1, parameters: { path: 'large.csv' } },
    });
    const started = startWith({ ATOMITON_TEST_DEFINITIONS: definitions }, 'run', file, '--json');
    const pid = await new Promise<number>((resolve) => {
      started.child.stdout?.on('data', (chunk: Buffer) => {
        const lane = /"lane":"python (\d+)"/.exec(chunk.toString());
        if (lane !== null) resolve(Number(lane[1]));
      });
    });
    return { ...started, pid };
  }

  function isRunning(pid: number): boolean {
    try {
      process.kill(pid, 0);
      return !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
    } catch {
      return false;
    }
  }

  test('Ctrl-C ends it, and its process with it', { timeout: 60_000 }, async (context) => {
    const { child, ended, pid } = await startSpinning(context);
    expect(isRunning(pid)).toBe(true);
    child.kill('SIGINT');
    const { code, out } = await ended;
    expect(JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ state: 'cancelled' });
    expect(code).toBe(130);
    expect(isRunning(pid)).toBe(false);
  });

  test('a reader that goes away ends it quietly, and its process with it', {
    timeout: 60_000,
  }, async (context) => {
    const { child, ended, pid } = await startSpinning(context);
    // The other node goes on to tell its progress: the next line finds the pipe closed.
    child.stdout?.destroy();
    const { code, err } = await ended;
    expect(err).not.toMatch(/EPIPE|Error|^\s+at /m);
    expect(code).toBe(141);
    expect(isRunning(pid)).toBe(false);
  });
});

describe('atomiton validate', () => {
  test('a valid file: exit 0', async () => {
    const { code, out } = await atomiton('validate', 'cities.blueprint.json');
    expect(out).toMatch(/cities\.blueprint\.json is valid: 3 nodes\n$/);
    expect(code).toBe(0);
  });

  test('everything wrong is listed: exit 2', async () => {
    const file = await writeBlueprint(
      'many',
      { odd: { type: 'no/such', typeVersion: 1 }, draw: { type: 'core/chart', typeVersion: 1 } },
      { 'draw.table': { from: 'gone.table' } },
    );
    const { code, out } = await atomiton('validate', file, '--json');
    expect(code).toBe(2);
    const answer = JSON.parse(out) as { valid: boolean; diagnostics: unknown[] };
    expect(answer.valid).toBe(false);
    const codes = answer.diagnostics.map((one) => diagnosticSchema.parse(one).code);
    expect(codes).toContain('unknown-type');
    expect(codes).toContain('dangling-edge');
  });

  test('a file that is no JSON: exit 2', async () => {
    await writeFile(path.join(folder, 'junk.blueprint.json'), '{"nodes": ');
    const { code, out, err } = await atomiton('validate', 'junk.blueprint.json');
    expect(err).toMatch(/^error: The file is not JSON/);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test('an input that takes anything is named in plain words', async () => {
    const file = await writeBlueprint('alone', { show: { type: 'core/preview', typeVersion: 1 } });
    const { err } = await atomiton('validate', file);
    expect(err).toContain('needs a value of any type');
  });

  test('a command that is used wrongly points at its own help', async () => {
    for (const name of ['run', 'validate', 'serve', 'nodes']) {
      const { code, err } = await atomiton(name, '--no-such-option');
      expect(err).toContain(`See: atomiton ${name} --help`);
      expect(code).toBe(2);
    }
  });
});

describe('atomiton nodes', () => {
  test('--json lists whole definitions', async () => {
    const { code, out } = await atomiton('nodes', '--json');
    expect(code).toBe(0);
    const definitions = (JSON.parse(out) as unknown[]).map((one) => nodeDefinitionSchema.parse(one));
    expect(definitions.map(({ type }) => type)).toContain('core/csv-reader');
  });

  test('the list names parameters and their defaults', async () => {
    const { code, out } = await atomiton('nodes');
    expect(code).toBe(0);
    expect(out).toMatch(/^core\/csv-reader {2}CSV reader \(typescript\)$/m);
    expect(out).toMatch(/--set NODE\.path=… {2}file, required/);
  });
});

describe('atomiton serve', () => {
  test('a file that is not there: exit 2', async () => {
    const { code, err } = await atomiton('serve', 'absent.blueprint.json');
    expect(err).toContain('absent.blueprint.json');
    expect(code).toBe(2);
  });

  test('prints an address that answers, and ends at Ctrl-C', async (context) => {
    if (!existsSync(path.resolve(import.meta.dirname, '../../desktop/out/renderer/index.html'))) {
      console.log('not checked: the editor page is not built');
      context.skip('the editor page is not built');
    }
    const { child, ended } = start('serve');
    const address = await new Promise<string>((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        const found = /http:\/\/127\.0\.0\.1:\d+\/start\?token=\S+/.exec(chunk.toString());
        if (found !== null) resolve(found[0]);
      });
    });
    const status = await new Promise<number | undefined>((resolve, reject) => {
      get(address, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
    expect(status).toBe(200);
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
  });
});

describe('subgraphs on the command line', () => {
  const subgraphs = {
    inner: {
      name: 'Inner',
      inputs: { add: { type: 'number', required: false } },
      outputs: { value: { type: 'number' } },
      nodes: { number: { type: 'core/number', typeVersion: 1, parameters: { value: 5 }, mode: 'active' } },
      edges: { 'number.value': { from: 'input.add' }, 'output.value': { from: 'number.number' } },
    },
  };
  async function write(name: string, type: string): Promise<void> {
    const document = {
      formatVersion: 1,
      id: name,
      name,
      nodes: {
        box: { type: 'subgraph/inner', typeVersion: 1, parameters: {} },
        show: { type: 'core/preview', typeVersion: 1, parameters: {} },
      },
      edges: { 'show.value': { from: 'box.value' } },
      subgraphs: {
        inner: {
          ...subgraphs.inner,
          nodes: { number: { ...subgraphs.inner.nodes.number, type } },
        },
      },
    };
    await writeFile(path.join(folder, `${name}.blueprint.json`), JSON.stringify(document));
  }

  test('run names inner nodes by their path, and takes values of an instance', async () => {
    await write('nested', 'core/number');
    const { code, out } = await atomiton('run', 'nested.blueprint.json', '--set', 'box.add=7');
    expect(out).toMatch(/^running 2 nodes$/m);
    expect(out).toMatch(/^box\/number {2}done.* 7$/m);
    expect(out).not.toMatch(/^box {2}/m);
    expect(code).toBe(0);
    const to = await atomiton('run', 'nested.blueprint.json', '--to', 'box/number');
    expect(to.out).toMatch(/^running 1 node$/m);
    expect((await atomiton('run', 'nested.blueprint.json', '--to', 'box/no')).err).toContain('box/number');
  });

  test('validate names what is wrong inside by its path', async () => {
    await write('broken', 'core/no-such-node');
    const { code, err } = await atomiton('validate', 'broken.blueprint.json');
    expect(err).toContain('error box/number: There is no node type "core/no-such-node".');
    expect(code).toBe(2);
  });
});
