import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startHostProcess } from '../testing/host-process.js';

const EDITS = 40;
const CALLS = 'trace=fsync,fdatasync,pwrite64,pwritev,write,writev,sendto,sendmsg';

function traceProblem(): string | undefined {
  if (process.platform !== 'linux') return 'system calls are traced on Linux only';
  try {
    execFileSync('strace', ['-f', 'true'], { stdio: 'ignore' });
    return undefined;
  } catch (thrown) {
    const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    return isMissing
      ? 'strace is not installed: apt-get install strace'
      : 'this system does not allow tracing';
  }
}

/** Where in the trace each call began and ended; strace writes a call that others interrupt in two lines. */
function calls(trace: string): { text: string; begin: number; end: number }[] {
  const found: { text: string; begin: number; end: number }[] = [];
  const open = new Map<string, { text: string; begin: number }>();
  for (const [index, line] of trace.split('\n').entries()) {
    const parts = /^(\d+) +(.*)$/.exec(line);
    if (parts === null) continue;
    const [, thread = '', text = ''] = parts;
    if (text.endsWith('<unfinished ...>')) open.set(thread, { text, begin: index });
    else if (text.startsWith('<... ')) {
      const begun = open.get(thread);
      open.delete(thread);
      if (begun !== undefined) found.push({ text: begun.text + text, begin: begun.begin, end: index });
    } else found.push({ text, begin: index, end: index });
  }
  return found;
}

test('the system calls show a sync of the journal before every acknowledgement', async (context) => {
  const reason = traceProblem();
  if (reason !== undefined) {
    console.log(`skipped the trace of system calls: ${reason}`);
    context.skip(reason);
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'atomiton-trace-'));
  const file = path.join(folder, 'trace');
  try {
    const host = await startHostProcess(folder, [
      'strace',
      '-f',
      '-y',
      '-s',
      '5000',
      '-e',
      CALLS,
      '-o',
      file,
    ]);
    const { documentId } = await host.client.call('document.create', {});
    for (let edit = 0; edit < EDITS; edit++) {
      await host.client.call('document.apply', {
        documentId,
        baseRevision: edit,
        operations: [{ op: 'rename-blueprint', name: `marker-${edit}-` }],
      });
    }
    await host.kill();
    const seen = calls(await readFile(file, 'utf8'));
    for (let edit = 0; edit < EDITS; edit++) {
      const row = seen.find(({ text }) => text.startsWith('pwrite') && text.includes(`marker-${edit}-`));
      expect(row?.text, `edit ${edit} is written to the journal`).toContain('journal.db-wal');
      const acknowledged = seen.find(
        ({ text }) => !/^(pwrite|f)/.test(text) && text.includes(`{\\"revision\\":${edit + 1},`),
      );
      expect(acknowledged, `edit ${edit} is acknowledged`).toBeDefined();
      const sync = seen.find(
        ({ text, begin, end }) =>
          /^(fsync|fdatasync)\(/.test(text) &&
          text.includes('journal.db-wal') &&
          text.endsWith('= 0') &&
          begin > (row?.end ?? Number.POSITIVE_INFINITY) &&
          end < (acknowledged?.begin ?? -1),
      );
      expect(sync, `a sync lies between the row of edit ${edit} and its acknowledgement`).toBeDefined();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
