import type { Value, ValueStore } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { ValueViewer } from './value-viewer.js';

/** Items of a list value that can be looked at one by one. */
const MAX_INDEXED_ITEMS = 1000;

/** One output kept for looking at. */
interface Held {
  readonly key: string;
  readonly value: Value;
  /** Looks under way. */
  users: number;
  dropped: boolean;
}

/**
 * The outputs that viewers can look at, by identity: per document and node those of its last good run. A value is
 * given back to the store when it was replaced and nobody looks at it any more.
 */
export class HeldValues {
  private readonly documents = new Map<string, Map<string, Held[]>>();
  private readonly byIdentity = new Map<string, { held: Held; value: Value }[]>();
  private nextKey = 1;

  constructor(
    private readonly store: Pick<ValueStore, 'retain' | 'release'>,
    private readonly viewer: Pick<ValueViewer, 'forget'>,
  ) {}

  /** Takes a hold of the outputs of a node in place of its earlier ones. */
  replace(documentId: string, node: string, values: readonly Value[]): void {
    const nodes = this.documents.get(documentId) ?? new Map<string, Held[]>();
    this.documents.set(documentId, nodes);
    const before = nodes.get(node) ?? [];
    nodes.set(
      node,
      values.map((value) => this.hold(value)),
    );
    for (const held of before) this.drop(held);
  }

  /** Gives up the outputs of nodes that are no longer in the document. */
  keepOnly(documentId: string, isThere: (node: string) => boolean): void {
    const held = this.documents.get(documentId);
    for (const [node, values] of held ?? []) {
      if (isThere(node)) continue;
      held?.delete(node);
      for (const value of values) this.drop(value);
    }
  }

  /** Gives up everything of a document. */
  forget(documentId: string): void {
    const nodes = this.documents.get(documentId);
    this.documents.delete(documentId);
    for (const values of nodes?.values() ?? []) for (const held of values) this.drop(held);
  }

  /**
   * Lets `look` see a value; it stays in memory until `look` has settled.
   * @throws AtomitonError `unknown-value` when no document holds it any more.
   */
  async use<T>(identity: string, look: (value: Value, key: string) => Promise<T>): Promise<T> {
    const found = this.byIdentity.get(identity)?.at(-1);
    if (found === undefined) {
      throw new AtomitonError({
        kind: 'validation',
        code: 'unknown-value',
        message: `The result ${identity.slice(0, 12)}… is not held any more.`,
        hint: 'Run again to look at the new one.',
      });
    }
    const { held, value } = found;
    held.users += 1;
    try {
      return await look(value, `${held.key}/${identity}`);
    } finally {
      held.users -= 1;
      this.settle(held);
    }
  }

  private hold(value: Value): Held {
    this.store.retain(value);
    const held: Held = { key: String(this.nextKey++), value, users: 0, dropped: false };
    for (const part of this.parts(value)) {
      const entries = this.byIdentity.get(part.identity) ?? [];
      entries.push({ held, value: part });
      this.byIdentity.set(part.identity, entries);
    }
    return held;
  }

  private *parts(value: Value): Generator<Value> {
    yield value;
    if (value.kind === 'list') yield* value.items.slice(0, MAX_INDEXED_ITEMS);
  }

  private drop(held: Held): void {
    held.dropped = true;
    for (const part of this.parts(held.value)) {
      const left = (this.byIdentity.get(part.identity) ?? []).filter((entry) => entry.held !== held);
      if (left.length === 0) this.byIdentity.delete(part.identity);
      else this.byIdentity.set(part.identity, left);
    }
    this.settle(held);
  }

  /** Nobody looks any more: the worker forgets its parsed form, then the memory goes back. */
  private settle(held: Held): void {
    if (!held.dropped || held.users > 0) return;
    const forgotten = [...this.parts(held.value)]
      .filter((part) => part.kind === 'table')
      .map((part) => this.viewer.forget(`${held.key}/${part.identity}`));
    void Promise.all(forgotten).then(() => this.store.release(held.value));
  }
}
