import { applyAndInvert, DocumentHistory } from '@atomiton/blueprint';
import {
  type Blueprint,
  type BridgeClient,
  type BridgeEventData,
  type Diagnostic,
  type EditEntry,
  type ErrorData,
  type HistoryStacks,
  type OpenDocument,
  type Operation,
  toErrorData,
  type UnkeptEdits,
} from '@atomiton/contracts';

/** Milliseconds until edits that the journal could not take are sent again. */
const RETRY_MS = 2000;

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
    savedRevision: number;
    diagnostics: readonly Diagnostic[] | undefined;
    pending: number;
  }): void;
  /** The document is no longer what was drawn: an edit was refused, or someone else edited. */
  replaced(change: { blueprint: Blueprint; revision: number; pending: number; history: HistoryStacks }): void;
  /** Another window edits the document: what was not sent waits here. */
  held(): void;
  /** The journal cannot take edits: they wait here and are sent again; undefined when it has them. */
  stuck(error: ErrorData | undefined): void;
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
  /** Another window edits the document: nothing is sent until this one takes it over. */
  private isHeld: boolean;
  /** The host is out of reach: whether it has taken the first of `pending` is known when it is back. */
  private isLost = false;
  /** The journal could not take the first of `pending`. */
  private isStuck = false;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private idleWaiters: (() => void)[] = [];
  private readonly documentId: string;
  private confirmed: Blueprint;
  private revision: number;
  /** Undo and redo as the host has them. */
  private history: DocumentHistory;

  constructor(
    opened: Pick<OpenDocument, 'documentId' | 'blueprint' | 'revision' | 'history' | 'writer'>,
    private readonly client: BridgeClient,
    private readonly listener: SyncListener,
  ) {
    this.documentId = opened.documentId;
    this.confirmed = opened.blueprint;
    this.revision = opened.revision;
    this.history = new DocumentHistory(opened.history);
    this.isHeld = !opened.writer;
  }

  get pendingCount(): number {
    return this.pending.length;
  }

  /** Queues a batch that the window has applied; the host gets it in order. */
  push(operations: readonly Operation[], entry: EditEntry): void {
    this.pending.push({ operations, entry });
    void this.send();
  }

  /** What waits because the journal could not take it; undefined when nothing does. */
  get unkept(): UnkeptEdits | undefined {
    if (!this.isStuck || this.sending || this.pending.length === 0) return undefined;
    const edits = this.pending.map(({ operations, entry }) => ({ operations: [...operations], entry }));
    return { baseRevision: this.revision, edits };
  }

  /** The host has saved the first `count` of `unkept`: the document is as it answers, with the others on top. */
  saved(count: number, opened: Pick<OpenDocument, 'blueprint' | 'revision' | 'history'>): void {
    this.pending.splice(0, count);
    this.setStuck(undefined);
    this.release(opened);
  }

  /** Settles when nothing is under way; what waits for another window or for the journal is not. */
  async settled(): Promise<void> {
    if (!this.sending && (this.isHeld || this.isStuck || this.pending.length === 0)) return;
    await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
  }

  /** Sends again what the journal could not take: there may be room. */
  resume(): void {
    void this.send();
  }

  /**
   * Goes on with a host that was out of reach, or with another one that has the document now. An edit whose answer was
   * lost is known by the revision: it is the only one that can have been under way. An edit that waited for the
   * connection may have been answered meanwhile: what is older than that answer is not gone back to.
   * @returns whether `opened` is what the host has.
   */
  rejoin(opened: Pick<OpenDocument, 'blueprint' | 'revision' | 'history' | 'writer'>): boolean {
    const isNew = opened.revision >= this.revision;
    this.isHeld = !opened.writer;
    this.isLost = false;
    this.setStuck(undefined);
    if (isNew) {
      const first = this.pending[0];
      if (first !== undefined && opened.revision === this.revision + first.operations.length) {
        this.pending.shift();
      }
      this.confirmed = opened.blueprint;
      this.revision = opened.revision;
      this.history = new DocumentHistory(opened.history);
      this.replay();
    }
    void this.send();
    return isNew;
  }

  /** Another window edits from now on: edits made here wait. */
  hold(): void {
    this.isHeld = true;
  }

  /** This window edits from now on; what waited goes on top of the document as the host has it. */
  release(opened?: Pick<OpenDocument, 'blueprint' | 'revision' | 'history'>): void {
    this.isHeld = false;
    if (opened !== undefined && opened.revision >= this.revision) {
      this.confirmed = opened.blueprint;
      this.revision = opened.revision;
      this.history = new DocumentHistory(opened.history);
      this.replay();
    }
    void this.send();
  }

  /** Forgets the edits that wait: the document is again what the host has. */
  giveUp(): void {
    if (this.sending) return;
    this.pending.length = 0;
    this.setStuck(undefined);
    this.replay();
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
    this.take(event.operations, event.entry);
    this.revision = event.revision;
    this.replay();
  }

  private async send(): Promise<void> {
    if (this.sending || this.isHeld || this.isLost) return;
    clearTimeout(this.retry);
    this.sending = true;
    while (this.pending.length > 0 && !this.isHeld) {
      const batch = this.pending[0] as Batch;
      const { operations, entry } = batch;
      const baseRevision = this.revision;
      try {
        const answer = await this.client.call('document.apply', {
          documentId: this.documentId,
          baseRevision,
          operations: [...operations],
          entry,
        });
        // It may be in the document that was fetched anew while the answer was under way.
        if (this.pending[0] === batch) {
          this.pending.shift();
          this.take(operations, entry);
          this.revision = answer.revision;
        }
        this.setStuck(undefined);
        this.listener.confirmed({ ...answer, pending: this.pending.length });
      } catch (thrown) {
        const error = toErrorData(thrown);
        if (error.code === 'bridge-lost') {
          this.isLost = true;
          break;
        }
        if (error.code === 'not-writer') {
          this.isHeld = true;
          this.listener.held();
          break;
        }
        if (error.code === 'journal-failed') {
          this.setStuck(error);
          this.retry = setTimeout(() => void this.send(), RETRY_MS);
          break;
        }
        if (this.revision !== baseRevision) continue;
        this.pending.shift();
        this.listener.refused(error);
        this.replay();
      }
    }
    this.sending = false;
    if (this.pending.length > 0 && !this.isHeld && !this.isStuck) return;
    const waiters = this.idleWaiters;
    this.idleWaiters = [];
    for (const resolve of waiters) resolve();
  }

  private setStuck(error: ErrorData | undefined): void {
    if (error === undefined) clearTimeout(this.retry);
    if (error === undefined && !this.isStuck) return;
    this.isStuck = error !== undefined;
    this.listener.stuck(error);
  }

  /** Takes an edit into what the host has. */
  private take(operations: readonly Operation[], entry: EditEntry | undefined): void {
    const { blueprint, inverses } = applyAndInvert(this.confirmed, operations);
    this.confirmed = blueprint;
    this.history.follow(entry, operations, inverses);
  }

  /** Puts what is pending on top of the confirmed document again; a batch that no longer fits is dropped. */
  private replay(): void {
    let { confirmed: blueprint } = this;
    const history = new DocumentHistory(this.history.stacks);
    const kept: Batch[] = [];
    for (const batch of this.pending) {
      try {
        const applied = applyAndInvert(blueprint, batch.operations);
        blueprint = applied.blueprint;
        history.follow(batch.entry, batch.operations, applied.inverses);
        kept.push(batch);
      } catch (thrown) {
        this.listener.refused(toErrorData(thrown));
      }
    }
    this.pending.splice(0, this.pending.length, ...kept);
    const { revision } = this;
    this.listener.replaced({ blueprint, revision, pending: kept.length, history: history.stacks });
  }
}
