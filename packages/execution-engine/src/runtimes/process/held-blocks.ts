import { readdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { BlockPayload, Payload, ValueStore } from '@atomiton/contracts';
import { FrameError } from './frame.js';

/** The store of a host with child processes: they write their output blocks into `blockFolder`. */
export interface BlockStore extends ValueStore {
  readonly blockFolder: string;
}

/**
 * Accounts for the blocks of one child process: those it was given and may still map (held here, so that the store
 * does not reuse them), and those it wrote (adopted by the store, given back to the child or removed after it).
 */
export class HeldBlocks {
  /** Blocks the child may map, by name. */
  private readonly given = new Map<string, BlockPayload>();
  /** Blocks the child wrote and the store has, by name: how often it will tell us of their release. */
  private readonly written = new Map<string, { path: string; adoptions: number }>();
  private ended = false;

  constructor(
    private readonly store: BlockStore,
    /** Children put it before the names of their blocks. */
    private readonly prefix: string,
    /** Tells the child that a block it wrote is free again. */
    private readonly onFree: (name: string) => void,
  ) {}

  /** Holds a block for as long as the child maps it. */
  give(block: BlockPayload): void {
    if (this.given.has(block.name)) return;
    this.store.retainPayload(block);
    this.given.set(block.name, block);
  }

  /** The child maps these no longer. */
  unmapped(names: readonly string[]): void {
    for (const name of names) {
      const block = this.given.get(name);
      if (block === undefined) continue;
      this.given.delete(name);
      this.store.releasePayload(block);
    }
  }

  /**
   * Takes one hold of a block in the child's outputs: one of its own, or one it was given.
   * @throws FrameError for any other path.
   */
  take(block: BlockPayload): void {
    const given = this.given.get(block.name);
    if (given !== undefined && given.path === block.path) {
      this.store.retainPayload(block);
      return;
    }
    const { blockFolder } = this.store;
    if (!block.name.startsWith(this.prefix) || block.path !== path.join(blockFolder, block.name)) {
      throw new FrameError(`received the block ${block.path}, which is neither its own nor one it was given`);
    }
    const known = this.written.get(block.name);
    if (known === undefined) this.written.set(block.name, { path: block.path, adoptions: 1 });
    else known.adoptions++;
    this.store.adoptBlock(block, () => this.released(block.name));
  }

  /** Gives up holds taken by `take` for outputs that nobody will receive. */
  drop(payloads: readonly Payload[]): void {
    for (const payload of payloads) this.store.releasePayload(payload);
  }

  /** The child is gone: it maps nothing, and what it wrote and never published is removed. */
  async end(): Promise<void> {
    this.ended = true;
    this.unmapped([...this.given.keys()]);
    const { blockFolder } = this.store;
    const names = await readdir(blockFolder).catch(() => [] as string[]);
    const left = names.filter((name) => name.startsWith(this.prefix) && !this.written.has(name));
    await Promise.all(left.map((name) => unlink(path.join(blockFolder, name)).catch(() => undefined)));
  }

  private released(name: string): void {
    const block = this.written.get(name);
    if (block === undefined || --block.adoptions > 0) return;
    this.written.delete(name);
    if (this.ended) void unlink(block.path).catch(() => undefined);
    else this.onFree(name);
  }
}
