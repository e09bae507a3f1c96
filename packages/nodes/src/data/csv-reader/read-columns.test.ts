import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readColumns } from './read-columns.js';

const folder = mkdtempSync(join(tmpdir(), 'atomiton-columns-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const AUTO = { delimiter: 'auto', header: 'auto' } as const;

describe('readColumns', () => {
  it('finds delimiter, names and types, and widens a type that turns out too narrow', async () => {
    const path = file('a.csv', '\ufeffcity;price;"any; name"\nOslo;1;x\nRome;2.5;y\n');
    expect(await readColumns(path, AUTO)).toEqual([
      { name: 'city', type: 'Utf8' },
      { name: 'price', type: 'Float64' },
      { name: 'any; name', type: 'Utf8' },
    ]);
  });

  it('takes what the parameters say over what it would detect', async () => {
    const path = file('b.csv', '1,2\n3,4\n');
    expect(await readColumns(path, { delimiter: ',', header: 'yes' })).toEqual([
      { name: '1', type: 'Int64' },
      { name: '2', type: 'Int64' },
    ]);
    expect((await readColumns(path, { delimiter: '|', header: 'no' })).map(({ name }) => name)).toEqual([
      'column_1',
    ]);
  });

  it('reads only the beginning of a large file', async () => {
    const path = file('c.csv', `n,s\n${'1,x\n'.repeat(200_000)}broken"quote,"\n`);
    expect((await readColumns(path, AUTO)).map(({ name }) => name)).toEqual(['n', 's']);
  });

  it('says what is wrong with a file that is none', async () => {
    await expect(readColumns(join(folder, 'absent.csv'), AUTO)).rejects.toMatchObject({
      data: { code: 'file-not-found' },
    });
    await expect(readColumns(folder, AUTO)).rejects.toMatchObject({ data: { code: 'is-a-folder' } });
  });
});
