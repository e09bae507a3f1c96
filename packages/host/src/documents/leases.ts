import { AtomitonError } from '@atomiton/contracts';

/** Who edits each document: at most one of its viewers, whichever asked first or has taken it over; others follow. */
export class Leases<V> {
  private readonly writers = new Map<string, V>();

  /** @param tell called for a viewer that may edit from now on, or no longer. */
  constructor(private readonly tell: (documentId: string, viewer: V, writer: boolean) => void) {}

  holds(documentId: string, viewer: V): boolean {
    return this.writers.get(documentId) === viewer;
  }

  /** A viewer has come: it edits the document if nobody does. */
  offer(documentId: string, viewer: V): void {
    if (!this.writers.has(documentId)) this.writers.set(documentId, viewer);
  }

  /** The viewer edits from now on; whoever did before is told. */
  take(documentId: string, viewer: V): void {
    const before = this.writers.get(documentId);
    if (before === viewer) return;
    this.writers.set(documentId, viewer);
    if (before !== undefined) this.tell(documentId, before, false);
    this.tell(documentId, viewer, true);
  }

  /** The viewer is gone: the first of those who still look edits from now on. */
  leave(documentId: string, viewer: V, left: Iterable<V>): void {
    if (!this.holds(documentId, viewer)) return;
    this.writers.delete(documentId);
    for (const next of left) {
      if (next === viewer) continue;
      this.writers.set(documentId, next);
      this.tell(documentId, next, true);
      return;
    }
  }

  /** @throws AtomitonError `not-writer`. */
  require(documentId: string, viewer: V): void {
    if (this.holds(documentId, viewer)) return;
    throw new AtomitonError({
      kind: 'validation',
      code: 'not-writer',
      message: 'This document is edited in another window.',
      hint: 'Take it over to edit it here.',
    });
  }
}
