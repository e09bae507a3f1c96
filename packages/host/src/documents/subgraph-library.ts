import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseSubgraphFile, printSubgraphFile } from '@atomiton/blueprint';
import { AtomitonError, type SubgraphFile } from '@atomiton/contracts';
import { readLimited } from './read-limited.js';
import { writeDurably } from './write-durably.js';

/** Largest file of a subgraph. Bytes. */
const MAX_BYTES = 16 * 1024 * 1024;
const EXTENSION = '.subgraph.json';

/** @throws AtomitonError with what is wrong with the text or the file. */
export async function readSubgraphFile(file: string): Promise<SubgraphFile> {
  const { text } = await readLimited(file, MAX_BYTES);
  const parsed = parseSubgraphFile(text);
  if (parsed.ok) return parsed.file;
  throw new AtomitonError({
    kind: 'validation',
    code: 'not-a-subgraph',
    message: `${path.basename(file)}: ${parsed.message}`,
    hint: 'Choose a file that was exported as a subgraph.',
  });
}

/** Writes one subgraph, with those it uses, as a file. */
export async function writeSubgraphFile(
  file: string,
  content: SubgraphFile,
  overwrite: boolean,
): Promise<void> {
  await writeDurably(file, printSubgraphFile(content), overwrite);
}

/** The subgraphs that the user keeps for every document, one file each in the data folder. */
export class SubgraphLibrary {
  private readonly folder: string;

  constructor(dataFolder: string) {
    this.folder = path.join(dataFolder, 'subgraphs');
  }

  /** By name; files that cannot be read are left out. */
  async list(): Promise<{ id: string; file: SubgraphFile }[]> {
    const names = await readdir(this.folder).catch(() => []);
    const saved: { id: string; file: SubgraphFile }[] = [];
    for (const name of names.filter((one) => one.endsWith(EXTENSION)).sort()) {
      const file = await readSubgraphFile(path.join(this.folder, name)).catch(() => undefined);
      if (file !== undefined) saved.push({ id: name.slice(0, -EXTENSION.length), file });
    }
    return saved;
  }

  /** Keeps a subgraph; one of the same id is replaced. */
  async keep(content: SubgraphFile): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await writeSubgraphFile(path.join(this.folder, content.main + EXTENSION), content, true);
  }

  async drop(id: string): Promise<void> {
    await rm(path.join(this.folder, id + EXTENSION), { force: true });
  }
}
