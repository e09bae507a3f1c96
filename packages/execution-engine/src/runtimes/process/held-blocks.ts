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
  /** Blocks the child may map, by name, and in how many messages it was told of them. */
  private readonly given = new Map<string, { block: BlockPayload; messages: number }>();
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

  /** Holds the blocks of one message for as long as the child maps them. */
  give(blocks: readonly BlockPayload[]): void {
    const inThisMessage = new Set<string>();
    for (const block of blocks) {
      const given = this.given.get(block.name);
      if (given === undefined) {
        this.store.retainPayload(block);
        this.given.set(block.name, { block, messages: 1 });
      } else {
        given.block = span(given.block, block);
        if (!inThisMessage.has(block.name)) given.messages++;
      }
      inThisMessage.add(block.name);
    }
  }

  /** The child maps these no longer; it says so once for each message that named them. */
  unmapped(names: readonly string[]): void {
    for (const name of new Set(names)) {
      const given = this.given.get(name);
      if (given !== undefined && --given.messages === 0) this.letGo(name, given.block);
    }
  }

  /**
   * Takes one hold of a block in the child's outputs: one of its own, or one it was given.
   * @throws FrameError for any other path.
   */
  take(block: BlockPayload): void {
    const given = this.given.get(block.name)?.block;
    if (given !== undefined && isPartOf(block, given)) {
      this.store.retainPayload(block);
      return;
    }
    const { blockFolder } = this.store;
    const isOwn = block.name.startsWith(this.prefix) && /^\d+$/.test(block.name.slice(this.prefix.length));
    if (!isOwn || block.path !== path.join(blockFolder, block.name)) {
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
    for (const [name, { block }] of this.given) this.letGo(name, block);
    const { blockFolder } = this.store;
    const names = await readdir(blockFolder).catch(() => [] as string[]);
    const left = names.filter((name) => name.startsWith(this.prefix) && !this.written.has(name));
    await Promise.all(left.map((name) => unlink(path.join(blockFolder, name)).catch(() => undefined)));
  }

  private letGo(name: string, block: BlockPayload): void {
    this.given.delete(name);
    this.store.releasePayload(block);
  }

  private released(name: string): void {
    const block = this.written.get(name);
    if (block === undefined || --block.adoptions > 0) return;
    this.written.delete(name);
    if (this.ended) void unlink(block.path).catch(() => undefined);
    else this.onFree(name);
  }
}

/** Two ranges of one file as one. */
function span(one: BlockPayload, other: BlockPayload): BlockPayload {
  const byteOffset = Math.min(one.byteOffset, other.byteOffset);
  const end = Math.max(one.byteOffset + one.byteLength, other.byteOffset + other.byteLength);
  return { ...one, byteOffset, byteLength: end - byteOffset };
}

function isPartOf(block: BlockPayload, whole: BlockPayload): boolean {
  const end = block.byteOffset + block.byteLength;
  return (
    block.path === whole.path &&
    block.byteOffset >= whole.byteOffset &&
    end <= whole.byteOffset + whole.byteLength
  );
}
