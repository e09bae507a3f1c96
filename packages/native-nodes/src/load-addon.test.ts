import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AtomitonError } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { loadNativeNodes } from './load-addon.js';

const built = fileURLToPath(new URL('../dist/atomiton-native.node', import.meta.url));

if (!existsSync(built)) console.log(`the addon is not loaded here: ${built} has not been built`);

function failure(load: () => unknown): AtomitonError {
  try {
    load();
  } catch (thrown) {
    if (thrown instanceof AtomitonError) return thrown;
  }
  throw new Error('nothing was refused');
}

describe('loadNativeNodes', () => {
  it('says in one line what to install when the addon is missing', () => {
    const { data } = failure(() => loadNativeNodes('/nowhere/atomiton-native.node'));
    expect(data).toMatchObject({ kind: 'dependency', code: 'runtime-missing' });
    expect(data.message).toBe('Rust nodes cannot run: their addon has not been built.');
    expect(data.hint).toContain('rustup');
  });

  it('says so when the file is no addon', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'atomiton-addon-'));
    const file = path.join(folder, 'atomiton-native.node');
    writeFileSync(file, 'no addon');
    const { data } = failure(() => loadNativeNodes(file));
    rmSync(folder, { recursive: true });
    expect(data.code).toBe('runtime-missing');
    expect(data.message).toContain(file);
  });

  it.runIf(existsSync(built))('loads the built addon, which knows its nodes and its hash', () => {
    const { addon, hash } = loadNativeNodes(built);
    const host = new addon.NativeHost(2);
    expect(host.nodes()).toContain('core/large-csv-processor');
    expect(hash).toBe(createHash('sha256').update(readFileSync(built)).digest('hex'));
    expect(() => host.open('core/no-such-node', '{}')).toThrow('no Rust node is called core/no-such-node');
    host.close();
  });
});
