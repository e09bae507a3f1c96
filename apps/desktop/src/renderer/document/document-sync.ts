import { applyOperations } from '@atomiton/blueprint';
import {
  type Blueprint,
  type BridgeClient,
  type BridgeEventData,
  type Diagnostic,
  type EditEntry,
  type ErrorData,
  type Operation,
  toErrorData,
} from '@atomiton/contracts';

/** An edit on its way to the host. */
interface Batch {
  operations: readonly Operation[];
  entry: EditEntry;
}

/** What the sync tells the document. */
export interface SyncListener {
  /** The host has taken a batch, or reported what it knows. */
  confirmed(change: {
    revision: number;
    diagnostics: readonly Diagnostic[] | undefined;
    pending: number;
  }): void;
  /** The document is no longer what was drawn: an edit was refused, or someone else edited. */
  replaced(change: { blueprint: Blueprint; revision: number; pending: number }): void;
  /** The host refused an edit, which has been taken back. */
  refused(error: ErrorData): void;
}

/**
 * Sends edits to the host in order, one batch at a time. The window applies an edit at once; `confirmed` is what the
 * host has, and everything not yet confirmed can be put on top of it again.
 */
export class DocumentSync {
  private readonly pending: Batch[] = [];
  private sending = false;
  private idleWaiters: (() => void)[] = [];

  constructor(
    private readonly client: BridgeClient,
    private readonly documentId: string,
    private confirmed: Blueprint,
    private revision: number,
    private readonly listener: SyncListener,
  ) {}

  get pendingCount(): number {
    return this.pending.length;
  }

  /** Queues a batch that the window has applied; the host gets it in order. */
  push(operations: readonly Operation[], entry: EditEntry): void {
    this.pending.push({ operations, entry });
    void this.send();
  }

  /** Settles when nothing is under way. */
  async settled(): Promise<void> {
    if (!this.sending && this.pending.length === 0) return;
    await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
  }

  /** Goes on after a lost connection. */
  resume(): void {
    void this.send();
  }

  /** An edit was announced by the host: ours come back too and are known by their revision and content. */
  announced(event: BridgeEventData<'document.changed'>): void {
    if (event.revision <= this.revision || event.operations.length === 0) return;
    const first = this.pending[0];
    if (
      first !== undefined &&
      event.revision === this.revision + first.operations.length &&
      JSON.stringify(first.operations) === JSON.stringify(event.operations)
    ) {
      return;
    }
    this.confirmed = applyOperations(this.confirmed, event.operations);
    this.revision = event.revision;
    this.replay();
  }

  private async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    while (this.pending.length > 0) {
      const { operations, entry } = this.pending[0] as Batch;
      const baseRevision = this.revision;
      try {
        const answer = await this.client.call('document.apply', {
          documentId: this.documentId,
          baseRevision,
          operations: [...operations],
          entry,
        });
        this.pending.shift();
        this.confirmed = applyOperations(this.confirmed, operations);
        this.revision = answer.revision;
        this.listener.confirmed({ ...answer, pending: this.pending.length });
      } catch (thrown) {
        const error = toErrorData(thrown);
        if (error.code === 'bridge-lost') break;
        if (this.revision !== baseRevision) continue;
        this.pending.shift();
        this.listener.refused(error);
        this.replay();
      }
    }
    this.sending = false;
    if (this.pending.length > 0) return;
    const waiters = this.idleWaiters;
    this.idleWaiters = [];
    for (const resolve of waiters) resolve();
  }

  /** Puts what is pending on top of the confirmed document again; a batch that no longer fits is dropped. */
  private replay(): void {
    let blueprint = this.confirmed;
    const kept: Batch[] = [];
    for (const batch of this.pending) {
      try {
        blueprint = applyOperations(blueprint, batch.operations);
        kept.push(batch);
      } catch (thrown) {
        this.listener.refused(toErrorData(thrown));
      }
    }
    this.pending.splice(0, this.pending.length, ...kept);
    this.listener.replaced({ blueprint, revision: this.revision, pending: kept.length });
  }
}
