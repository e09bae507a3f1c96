import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { newBlueprint, printBlueprint } from '@atomiton/blueprint';

const CLI = join(import.meta.dirname, '..', '..', 'apps', 'cli', 'dist', 'main.js');

/** Writes the grid that the page beside draws too: previews, each fed by its left neighbour. */
function writeGrid(path: string, count: number): void {
  const grid = newBlueprint(`${count} nodes`, `grid-${count}`);
  const columns = Math.ceil(Math.sqrt(count));
  for (let index = 0; index < count; index++) {
    const id = `node_${index}`;
    const column = index % columns;
    const isFirst = column === 0;
    grid.nodes[id] = {
      type: isFirst ? 'core/number' : 'core/preview',
      typeVersion: 1,
      name: `Preview ${index}`,
      parameters: isFirst ? { value: index } : {},
      mode: 'active',
    };
    grid.layout.positions[id] = { x: column * 280, y: Math.floor(index / columns) * 240 };
    const before = (index - 1) % columns === 0 ? 'number' : 'value';
    if (!isFirst) grid.edges[`${id}.value`] = { from: `node_${index - 1}.${before}` };
  }
  writeFileSync(path, printBlueprint(grid));
}

/** The editor served for a browser with files of these many nodes. */
export async function serveEditor(counts: readonly number[]): Promise<{
  /** Opens the editor; valid once. */
  address: string;
  fileOf(count: number): string;
  /** The server's process. */
  pid: number;
  close(): Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'atomiton-bench-'));
  const fileOf = (count: number): string => join(folder, `grid-${count}.blueprint.json`);
  for (const count of counts) writeGrid(fileOf(count), count);
  const server = spawn(process.execPath, [CLI, 'serve', '--port', '0'], {
    env: { ...process.env, ATOMITON_DATA: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  const address = await new Promise<string>((found, failed) => {
    void ended.then(() => failed(new Error('The server ended before it printed its address.')));
    createInterface({ input: server.stdout }).on('line', (line) => {
      const match = /http:\/\/\S+/.exec(line);
      if (match !== null) found(match[0]);
    });
  });
  return {
    address,
    fileOf,
    pid: server.pid ?? 0,
    async close() {
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
