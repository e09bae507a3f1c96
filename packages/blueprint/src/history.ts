import type { HistoryStacks, Operation } from '@atomiton/contracts';

/** One gesture: what it did and what takes it back, each in the order to apply. */
export interface HistoryEntry {
  label: string;
  redo: readonly Operation[];
  undo: readonly Operation[];
}

const DEFAULT_LIMIT = 1000;

/** What a setter sets; two setters of different keys may change places. Undefined for structural operations. */
function setterKey(operation: Operation): string | undefined {
  switch (operation.op) {
    case 'move-node':
    case 'rename-node':
    case 'set-mode':
    case 'set-timeout':
      return `${operation.op} ${operation.in ?? ''} ${operation.id}`;
    case 'set-parameter':
      return `${operation.op} ${operation.in ?? ''} ${operation.id} ${operation.name}`;
    case 'set-layout-item':
      return `${operation.op} ${operation.in ?? ''} ${operation.part} ${operation.id}`;
    case 'set-interface':
      return `${operation.op} ${operation.id}`;
    case 'rename-blueprint':
      return operation.op;
    default:
      return undefined;
  }
}

/** Collects the operations of one gesture; many moves of one node become one. */
class OpenEntry {
  readonly redo: Operation[] = [];
  /** Parallel to `redo`: `undo[i]` takes `redo[i]` back. */
  readonly undo: Operation[] = [];
  private readonly slotOf = new Map<string, number>();
  depth = 1;

  constructor(readonly label: string) {}

  add(operation: Operation, inverse: Operation): void {
    const key = setterKey(operation);
    if (key === undefined) this.slotOf.clear();
    const slot = key === undefined ? undefined : this.slotOf.get(key);
    if (slot !== undefined) {
      this.redo[slot] = operation;
      return;
    }
    if (key !== undefined) this.slotOf.set(key, this.redo.length);
    this.redo.push(operation);
    this.undo.push(inverse);
  }

  close(): HistoryEntry {
    return { label: this.label, redo: this.redo, undo: [...this.undo].reverse() };
  }
}

/**
 * Undo and redo. It begins empty, or with the stacks of an earlier one of the same document. It holds no document: `undo` and
 * `redo` give the operations, whose application is an ordinary edit. The viewport never enters it.
 */
export class History {
  private readonly done: HistoryEntry[];
  private undone: HistoryEntry[];
  private open: OpenEntry | undefined;
  private readonly limit: number;

  constructor(options: { limit?: number; stacks?: HistoryStacks } = {}) {
    this.limit = options.limit ?? DEFAULT_LIMIT;
    this.done = [...(options.stacks?.done ?? [])];
    this.undone = [...(options.stacks?.undone ?? [])];
  }

  /** How many entries can be taken back, an open gesture among them. */
  get steps(): number {
    return this.done.length + (this.open === undefined || this.open.redo.length === 0 ? 0 : 1);
  }

  /** Everything there is, an open gesture as an entry; `new History({stacks})` goes on from there. */
  get stacks(): HistoryStacks {
    const open = this.open === undefined || this.open.redo.length === 0 ? [] : [this.open.close()];
    const copy = ({ label, redo, undo }: HistoryEntry) => ({ label, redo: [...redo], undo: [...undo] });
    return {
      done: [...this.done, ...open].map(copy),
      undone: open.length > 0 ? [] : this.undone.map(copy),
    };
  }

  /** Everything recorded until the matching `end` is one entry. A gesture inside another belongs to it. */
  begin(label: string): void {
    if (this.open === undefined) this.open = new OpenEntry(label);
    else this.open.depth++;
  }

  end(): void {
    if (this.open === undefined) return;
    this.open.depth--;
    if (this.open.depth === 0) this.close();
  }

  /** `inverses` as given by `applyAndInvert`: in the order to apply, i.e. backwards. Forgets what could be redone. */
  record(label: string, operations: readonly Operation[], inverses: readonly Operation[]): void {
    this.begin(label);
    operations.forEach((operation, position) => {
      const inverse = inverses[operations.length - 1 - position];
      if (operation.op !== 'set-viewport' && inverse !== undefined) this.open?.add(operation, inverse);
    });
    this.end();
  }

  get canUndo(): boolean {
    return this.done.length > 0 || (this.open?.redo.length ?? 0) > 0;
  }

  get canRedo(): boolean {
    return this.nextRedo !== undefined;
  }

  /** What `undo` would take back, for the menu. */
  get undoLabel(): string | undefined {
    return this.open?.label ?? this.done.at(-1)?.label;
  }

  get redoLabel(): string | undefined {
    return this.undone.at(-1)?.label;
  }

  /** What `undo` would give, without doing it. */
  get nextUndo(): readonly Operation[] | undefined {
    return this.open !== undefined && this.open.redo.length > 0
      ? this.open.close().undo
      : this.done.at(-1)?.undo;
  }

  /** What `redo` would give, without doing it. */
  get nextRedo(): readonly Operation[] | undefined {
    // A gesture with edits forgets what could be redone as soon as it ends.
    return (this.open?.redo.length ?? 0) > 0 ? undefined : this.undone.at(-1)?.redo;
  }

  /** The operations that take the last entry back, or undefined at the beginning. Ends an open gesture first. */
  undo(): readonly Operation[] | undefined {
    if (this.open !== undefined) this.close();
    const entry = this.done.pop();
    if (entry === undefined) return undefined;
    this.undone.push(entry);
    return entry.undo;
  }

  /** The operations of the entry undone last, or undefined when there is none. */
  redo(): readonly Operation[] | undefined {
    if (this.open !== undefined) this.close();
    const entry = this.undone.pop();
    if (entry === undefined) return undefined;
    this.done.push(entry);
    return entry.redo;
  }

  clear(): void {
    this.done.length = 0;
    this.undone = [];
    this.open = undefined;
  }

  private close(): void {
    const entry = this.open;
    this.open = undefined;
    if (entry === undefined || entry.redo.length === 0) return;
    this.done.push(entry.close());
    this.undone = [];
    if (this.done.length > this.limit) this.done.shift();
  }
}
