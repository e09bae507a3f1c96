import type { BlockPayload, Payload, SharedPayload, Value, ValueStore } from '@atomiton/contracts';
import { AtomitonError, payloadOf } from '@atomiton/contracts';
import { BlockFiles } from './block-files.js';
import { BufferPool } from './buffer-pool.js';

export interface ValueStoreOptions {
  /** Free memory kept for reuse. Bytes. */
  maxPooledBytes?: number;
  /** A single value larger than this is refused. Bytes. */
  maxValueBytes?: number;
  /** The shared-memory file system. */
  sharedMemory?: string;
}

/** The value store of a host process. */
export interface PooledValueStore extends ValueStore {
  /** Private folder (mode 0700) in which child processes write their output blocks. Removed by `dispose` and on exit. */
  readonly blockFolder: string;
}

/** One piece of memory with all its forms; they live and die together, so that no reader of either is surprised. */
interface Storage {
  holds: number;
  byteLength: number;
  shared?: SharedArrayBuffer;
  /** Where the storage begins in the block's file. */
  block?: { name: string; path: string; byteOffset: number; capacity: number; own: boolean };
  onReleased: (() => void)[];
  /** Conversion under way, shared by everyone who asks meanwhile. */
  sharing?: Promise<SharedArrayBuffer>;
  writing?: Promise<void>;
}

const GIB = 1024 ** 3;

/**
 * Makes the value store. Shared memory comes from a pool; blocks are files in /dev/shm, or in the temporary folder
 * where /dev/shm is absent or nearly full.
 *
 * A block that was written here is reused for other bytes after its last release, so a process runtime holds a block
 * (`retainPayload`) for as long as its child maps it.
 */
export function createValueStore(options: ValueStoreOptions = {}): PooledValueStore {
  return new Store(options);
}

class Store implements PooledValueStore {
  private readonly pool: BufferPool;
  private readonly files: BlockFiles;
  private readonly maxValueBytes: number;
  private readonly byBuffer = new Map<SharedArrayBuffer, Storage>();
  private readonly byBlock = new Map<string, Storage>();
  private heldBytes = 0;
  private copies = 0;
  private disposed = false;

  constructor(options: ValueStoreOptions) {
    this.pool = new BufferPool(options.maxPooledBytes ?? GIB);
    this.maxValueBytes = options.maxValueBytes ?? GIB;
    this.files = new BlockFiles(options.sharedMemory);
  }

  get blockFolder(): string {
    return this.files.folder;
  }

  allocate(byteLength: number): SharedPayload {
    if (!Number.isSafeInteger(byteLength) || byteLength < 0) {
      throw new AtomitonError({
        kind: 'validation',
        code: 'invalid-size',
        message: `Received ${String(byteLength)} as the size of a value, expected a whole number of bytes from 0.`,
      });
    }
    if (byteLength > this.maxValueBytes) {
      throw new AtomitonError({
        kind: 'resource',
        code: 'value-too-large',
        message: `A value of ${byteLength} bytes was asked for, one value holds at most ${this.maxValueBytes} bytes.`,
        hint: 'Filter, select columns or split the data before this node.',
      });
    }
    const buffer = this.take(byteLength);
    this.byBuffer.set(buffer, { holds: 1, byteLength, shared: buffer, onReleased: [] });
    return { at: 'shared', buffer, byteOffset: 0, byteLength };
  }

  adoptBlock(block: BlockPayload, onReleased: () => void): void {
    const known = this.byBlock.get(block.path);
    if (known?.block !== undefined) {
      const start = block.byteOffset - known.block.byteOffset;
      if (start < 0 || start + block.byteLength > known.byteLength) {
        throw notHeld(block, 'is already adopted with another range');
      }
      known.holds++;
      known.onReleased.push(onReleased);
      return;
    }
    const { name, path, byteOffset, byteLength } = block;
    this.heldBytes += byteLength;
    this.byBlock.set(path, {
      holds: 1,
      byteLength,
      block: { name, path, byteOffset, capacity: byteLength, own: false },
      onReleased: [onReleased],
    });
  }

  retain(value: Value): void {
    for (const payload of payloadsOf(value)) this.retainPayload(payload);
  }

  release(value: Value): void {
    for (const payload of payloadsOf(value)) this.releasePayload(payload);
  }

  retainPayload(payload: Payload): void {
    if (payload.at !== 'inline' && !this.disposed) this.storageOf(payload).holds++;
  }

  releasePayload(payload: Payload): void {
    if (payload.at !== 'inline' && !this.disposed) this.drop(this.storageOf(payload));
  }

  async toShared(payload: Payload): Promise<SharedPayload> {
    if (payload.at === 'shared') return payload;
    if (payload.at === 'inline') return viewOf(payload.bytes);
    const storage = this.storageOf(payload);
    const block = storage.block as NonNullable<Storage['block']>;
    const buffer = storage.shared ?? (await (storage.sharing ??= this.share(storage)));
    const { byteLength } = payload;
    return { at: 'shared', buffer, byteOffset: payload.byteOffset - block.byteOffset, byteLength };
  }

  async toBlock(payload: Payload): Promise<BlockPayload> {
    if (payload.at === 'block') return payload;
    if (payload.at === 'inline') {
      throw new AtomitonError({
        kind: 'validation',
        code: 'inline-value',
        message: `A value of ${payload.bytes.byteLength} bytes inside a message was asked for as a block; it travels in the message.`,
      });
    }
    const storage = this.storageOf(payload);
    if (storage.block === undefined) await (storage.writing ??= this.writeBlock(storage));
    const { name, path, byteOffset } = storage.block as NonNullable<Storage['block']>;
    const { byteLength } = payload;
    return { at: 'block', name, path, byteOffset: byteOffset + payload.byteOffset, byteLength };
  }

  stats(): { heldBytes: number; pooledBytes: number; blocks: number; copies: number } {
    const pooledBytes = this.pool.freeBytes + this.files.freeBytes;
    return { heldBytes: this.heldBytes, pooledBytes, blocks: this.byBlock.size, copies: this.copies };
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    this.byBuffer.clear();
    this.byBlock.clear();
    this.pool.clear();
    this.heldBytes = 0;
    await this.files.dispose();
  }

  private async share(storage: Storage): Promise<SharedArrayBuffer> {
    const block = storage.block as NonNullable<Storage['block']>;
    const buffer = this.take(storage.byteLength);
    storage.holds++;
    try {
      await this.files.read(block.path, block.byteOffset, new Uint8Array(buffer, 0, storage.byteLength));
      this.copies++;
      storage.shared = buffer;
      if (!this.disposed) this.byBuffer.set(buffer, storage);
      return buffer;
    } catch (thrown) {
      this.giveBack(buffer);
      throw thrown;
    } finally {
      storage.sharing = undefined;
      if (!this.disposed) this.drop(storage);
    }
  }

  private async writeBlock(storage: Storage): Promise<void> {
    storage.holds++;
    try {
      const written = await this.files.write(
        new Uint8Array(storage.shared as SharedArrayBuffer, 0, storage.byteLength),
      );
      this.copies++;
      const { name, path, capacity } = written;
      storage.block = { name, path, byteOffset: 0, capacity, own: true };
      this.heldBytes += capacity;
      if (!this.disposed) this.byBlock.set(path, storage);
    } finally {
      storage.writing = undefined;
      if (!this.disposed) this.drop(storage);
    }
  }

  private drop(storage: Storage): void {
    storage.holds--;
    if (storage.holds > 0) return;
    const { shared, block } = storage;
    if (shared !== undefined) {
      this.byBuffer.delete(shared);
      this.giveBack(shared);
    }
    if (block !== undefined) {
      this.byBlock.delete(block.path);
      this.heldBytes -= block.capacity;
      if (block.own) this.files.give({ name: block.name, path: block.path, capacity: block.capacity });
    }
    for (const onReleased of storage.onReleased) onReleased();
  }

  private storageOf(payload: SharedPayload | BlockPayload): Storage {
    const storage =
      payload.at === 'shared' ? this.byBuffer.get(payload.buffer) : this.byBlock.get(payload.path);
    if (storage === undefined) throw notHeld(payload, 'is not held by anyone');
    return storage;
  }

  private take(byteLength: number): SharedArrayBuffer {
    const buffer = this.pool.take(byteLength);
    this.heldBytes += buffer.byteLength;
    return buffer;
  }

  private giveBack(buffer: SharedArrayBuffer): void {
    this.heldBytes -= buffer.byteLength;
    if (!this.disposed) this.pool.give(buffer);
  }
}

/** Copies inline bytes: they are below 64 KB and belong to no pool. */
function viewOf(bytes: Uint8Array): SharedPayload {
  const buffer = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  return { at: 'shared', buffer, byteOffset: 0, byteLength: bytes.byteLength };
}

function* payloadsOf(root: Value): Generator<Payload> {
  const stack: Value[] = [root];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (value.kind === 'list') stack.push(...value.items);
    const payload = payloadOf(value);
    if (payload !== undefined) yield payload;
  }
}

function notHeld(payload: SharedPayload | BlockPayload, what: string): AtomitonError {
  const name =
    payload.at === 'block' ? `Block ${payload.path}` : `Shared memory of ${payload.byteLength} bytes`;
  return new AtomitonError({
    kind: 'runtime',
    code: 'value-not-held',
    message: `${name} ${what}: it was released more often than retained, or never came from this store.`,
  });
}
