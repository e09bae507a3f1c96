import { Worker } from 'node:worker_threads';
import type { ErrorData } from '@atomiton/contracts';
import { AtomitonError, toErrorData } from '@atomiton/contracts';
import type {
  JournalAnswers,
  JournalChange,
  JournalContents,
  JournalRequest,
  JournalResponse,
} from './journal-messages.js';

type Question = JournalRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/** The worker is compiled code; sources that are run directly (tests) use the build beside them. */
function workerUrl(): URL {
  const compiled = import.meta.url.endsWith('.js');
  return new URL(compiled ? './journal-worker.js' : '../../dist/journal/journal-worker.js', import.meta.url);
}

function ended(reason: string): ErrorData {
  return {
    kind: 'runtime',
    code: 'journal-failed',
    message: `The journal has ended: ${reason}.`,
    hint: 'Save your documents and start again.',
  };
}

/** The journal of the host: what was acknowledged is on the disk. Its database lives in a thread of its own. */
export class Journal {
  private readonly worker = new Worker(workerUrl(), { execArgv: [] });
  private readonly waiting = new Map<
    number,
    { resolve(answer: unknown): void; reject(error: AtomitonError): void }
  >();
  private readonly anew = new Set<() => void>();
  private nextId = 1;
  private over: ErrorData | undefined;
  private found: JournalContents = { documents: [], workspaces: [], problem: undefined };

  private constructor() {
    this.worker.on('message', (response: JournalResponse) => {
      const asked = this.waiting.get(response.id);
      this.waiting.delete(response.id);
      if (response.ok) asked?.resolve(response.answer);
      else asked?.reject(new AtomitonError(response.error));
    });
    const end = (reason: string) => {
      this.over ??= ended(reason);
      for (const { reject } of this.waiting.values()) reject(new AtomitonError(this.over));
      this.waiting.clear();
    };
    this.worker.on('error', (error) => end(error.message));
    this.worker.on('exit', () => end('its thread is gone'));
  }

  /** @throws AtomitonError `data-folder-in-use` when another process has it. */
  static async open(folder: string): Promise<Journal> {
    const journal = new Journal();
    try {
      journal.found = await journal.ask('open', { ask: 'open', folder });
      return journal;
    } catch (thrown) {
      await journal.worker.terminate();
      throw thrown;
    }
  }

  /** What it held when it was opened. */
  get contents(): JournalContents {
    return this.found;
  }

  /**
   * Calls the listener when somebody has removed the journal: it is empty then, and gets everything once more.
   * Writes that add to what is gone fail with `journal-anew` after that, to be asked for again.
   */
  onAnew(listener: () => void): void {
    this.anew.add(listener);
  }

  /** Settles when the changes are on the disk. @throws AtomitonError `journal-failed`, `journal-anew`: none of them is. */
  async write(changes: JournalChange[]): Promise<void> {
    try {
      await this.ask('write', { ask: 'write', changes });
    } catch (thrown) {
      if (toErrorData(thrown).code !== 'journal-anew') throw thrown;
      for (const listener of this.anew) listener();
      if (changes.some(({ change }) => change === 'row')) throw thrown;
      await this.ask('write', { ask: 'write', changes });
    }
  }

  /** The rows of a document in their order; none when it is not there. */
  rows(documentId: string): Promise<string[]> {
    return this.ask('rows', { ask: 'rows', documentId });
  }

  async close(): Promise<void> {
    if (this.over !== undefined) return;
    const exited = new Promise((resolve) => this.worker.once('exit', resolve));
    await this.ask('close', { ask: 'close' });
    await exited;
  }

  private ask<A extends keyof JournalAnswers>(_ask: A, question: Question): Promise<JournalAnswers[A]> {
    return new Promise((resolve, reject) => {
      if (this.over !== undefined) {
        reject(new AtomitonError(this.over));
        return;
      }
      const id = this.nextId++;
      this.waiting.set(id, { resolve: (answer) => resolve(answer as JournalAnswers[A]), reject });
      this.worker.postMessage({ ...question, id });
    });
  }
}
