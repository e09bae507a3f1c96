import type { EditEntry, HistoryStacks, Operation } from '@atomiton/contracts';
import { History } from './history.js';

/** Whether these are the operations of an entry, by what they do and where; values are not compared. */
function isSame(some: readonly Operation[], others: readonly Operation[] | undefined): boolean {
  if (some.length !== others?.length) return false;
  const place = (operation: Operation) => {
    const id = 'id' in operation ? operation.id : 'to' in operation ? operation.to : '';
    return `${operation.op} ${'in' in operation ? operation.in : ''} ${id}`;
  };
  return some.every((operation, index) => {
    const other = others[index];
    return other !== undefined && place(operation) === place(other);
  });
}

/** The undo and redo stacks of a document as the edits of whoever writes make them: its host keeps one, and each window a copy. */
export class DocumentHistory {
  private readonly history: History;
  private gesture: string | undefined;

  constructor(stacks?: HistoryStacks) {
    this.history = new History(stacks === undefined ? {} : { stacks });
  }

  get stacks(): HistoryStacks {
    return this.history.stacks;
  }

  /** How many entries can be taken back. */
  get steps(): number {
    return this.history.steps;
  }

  /** Whether the newest entry may still grow. */
  get inGesture(): boolean {
    return this.gesture !== undefined;
  }

  /**
   * Follows an edit. An `undo` or `redo` that is not that of the newest entry is an edit of its own, so that whatever
   * was done can be taken back.
   * @param inverses as `applyAndInvert` gives them.
   */
  follow(
    entry: EditEntry | undefined,
    operations: readonly Operation[],
    inverses: readonly Operation[],
  ): void {
    if (entry === undefined) return;
    const { label, kind, gesture } = entry;
    if (this.gesture !== undefined && (kind !== 'do' || gesture !== this.gesture)) this.endGesture();
    if (kind === 'undo' && isSame(operations, this.history.nextUndo)) {
      this.history.undo();
      return;
    }
    if (kind === 'redo' && isSame(operations, this.history.nextRedo)) {
      this.history.redo();
      return;
    }
    if (gesture !== undefined && this.gesture === undefined) {
      this.gesture = gesture;
      this.history.begin(label);
    }
    this.history.record(label, operations, inverses);
  }

  private endGesture(): void {
    this.gesture = undefined;
    this.history.end();
  }
}
