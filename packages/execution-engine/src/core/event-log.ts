import type { LogLevel, RunEvent } from '@atomiton/contracts';

/** An event before it has its number. */
export type NewEvent = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, 'seq'>
    : never
  : never;

/**
 * The events of one run, numbered from 1, kept for late readers. The summaries of outputs are left open until somebody
 * looks at the event: `complete` fills them in.
 */
export class EventLog {
  private readonly events: RunEvent[] = [];
  private readonly listeners = new Set<(event: RunEvent) => void>();
  private wake: (() => void)[] = [];
  private closed = false;

  constructor(
    private readonly complete: (event: RunEvent) => void,
    private readonly warn: (level: LogLevel, text: string) => void,
  ) {}

  get nextSeq(): number {
    return this.events.length + 1;
  }

  /** Takes an event that carries `nextSeq`. */
  append(event: RunEvent): void {
    this.events.push(event);
    if (this.listeners.size > 0) this.tell(event);
    if (this.wake.length > 0) this.wakeReaders();
  }

  /** No event follows. */
  close(): void {
    this.closed = true;
    this.wakeReaders();
  }

  /** Fills in everything still open, before the values go. */
  completeAll(): void {
    for (const event of this.events) this.complete(event);
  }

  subscribe(listener: (event: RunEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async *read(): AsyncGenerator<RunEvent, void, undefined> {
    for (let next = 0; ; next++) {
      while (next >= this.events.length) {
        if (this.closed) return;
        await new Promise<void>((resolve) => this.wake.push(resolve));
      }
      const event = this.events[next] as RunEvent;
      this.complete(event);
      yield event;
    }
  }

  private tell(event: RunEvent): void {
    this.complete(event);
    for (const listener of this.listeners) {
      try {
        listener(event);
      } catch (thrown) {
        this.warn('error', `A listener of run events failed: ${String(thrown)}`);
      }
    }
  }

  private wakeReaders(): void {
    const readers = this.wake;
    this.wake = [];
    for (const resolve of readers) resolve();
  }
}
