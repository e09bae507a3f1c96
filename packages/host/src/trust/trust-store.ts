import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { TrustEntry } from '@atomiton/contracts';
import { effectKindSchema } from '@atomiton/contracts';
import { z } from 'zod';
import { writeDurably } from '../documents/write-durably.js';
import type { EffectfulNode } from './node-effects.js';

const nodeSchema = z.object({
  digest: z.string(),
  node: z.string(),
  name: z.string(),
  kinds: z.array(effectKindSchema),
});
const storeSchema = z.object({
  version: z.literal(1),
  blueprints: z.array(z.object({ path: z.string(), since: z.string(), nodes: z.array(nodeSchema) })),
  /** Nodes from elsewhere in open documents, by document. */
  pasted: z.array(z.object({ documentId: z.string(), nodes: z.array(z.string()) })).default([]),
});
type Remembered = z.infer<typeof storeSchema>['blueprints'][number];

/** Blueprints that are forgotten last: the ones trusted most recently. */
const MAX_BLUEPRINTS = 2000;

/** Which nodes of which files are trusted; a file of the data folder. Losing it only means to be asked again. */
export class TrustStore {
  private readonly entries = new Map<string, Remembered>();
  private readonly pastedNodes = new Map<string, readonly string[]>();
  private writing: Promise<void> = Promise.resolve();

  private constructor(private readonly file: string) {}

  static async load(dataFolder: string): Promise<TrustStore> {
    const store = new TrustStore(path.join(dataFolder, 'trust.json'));
    try {
      const parsed = storeSchema.safeParse(JSON.parse(await readFile(store.file, 'utf8')));
      for (const entry of parsed.data?.blueprints ?? []) store.entries.set(entry.path, entry);
      for (const { documentId, nodes } of parsed.data?.pasted ?? []) store.pastedNodes.set(documentId, nodes);
    } catch {
      // None yet, or an unreadable one: nothing is trusted.
    }
    return store;
  }

  list(): TrustEntry[] {
    return [...this.entries.values()]
      .map(({ path: file, since, nodes }) => ({
        path: file,
        since,
        nodes: nodes.map(({ node, name, kinds }) => ({ node, name, kinds })),
      }))
      .reverse();
  }

  digests(file: string): ReadonlySet<string> {
    return new Set(this.entries.get(file)?.nodes.map(({ digest }) => digest));
  }

  /** Remembers nodes of a file; what was remembered of the same nodes before is replaced. */
  add(file: string, nodes: readonly EffectfulNode[]): void {
    if (nodes.length === 0) return;
    const fresh = new Set(nodes.map(({ node }) => node));
    const kept = (this.entries.get(file)?.nodes ?? []).filter(({ node }) => !fresh.has(node));
    const added = nodes.map(({ digest, node, name, effects }) => ({
      digest,
      node,
      name,
      kinds: effects.map(({ kind }) => kind),
    }));
    this.entries.delete(file);
    this.entries.set(file, { path: file, since: new Date().toISOString(), nodes: [...kept, ...added] });
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MAX_BLUEPRINTS) break;
      this.entries.delete(oldest);
    }
    this.write();
  }

  revoke(file: string): void {
    if (this.entries.delete(file)) this.write();
  }

  /** Nodes of an open document that came from elsewhere and were not allowed yet. */
  pasted(documentId: string): readonly string[] {
    return this.pastedNodes.get(documentId) ?? [];
  }

  setPasted(documentId: string, nodes: readonly string[]): void {
    if (nodes.length === 0 && !this.pastedNodes.has(documentId)) return;
    if (nodes.length === 0) this.pastedNodes.delete(documentId);
    else this.pastedNodes.set(documentId, nodes);
    this.write();
  }

  /** Settles when the store is on the disk. */
  settled(): Promise<void> {
    return this.writing;
  }

  private write(): void {
    const pasted = [...this.pastedNodes].map(([documentId, nodes]) => ({ documentId, nodes }));
    const content = { version: 1, blueprints: [...this.entries.values()], pasted };
    const text = `${JSON.stringify(content, undefined, 2)}\n`;
    this.writing = this.writing
      .then(async () => {
        await mkdir(path.dirname(this.file), { recursive: true });
        await writeDurably(this.file, text, true);
      })
      .catch(() => undefined);
  }
}
