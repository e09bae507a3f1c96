/** Text that was typed and not taken over, by field. It outlives the field, and with the host's journal the application. */
export interface DraftStore {
  get(field: string): string | undefined;
  /** Undefined when it was taken over or given up. */
  set(field: string, text: string | undefined): void;
}

export interface DraftStoreOptions {
  initial?: Readonly<Record<string, string>> | undefined;
  /** Gives the host what is to be journalled; null takes a draft away. */
  send: (field: string, text: string | null) => Promise<void>;
  /** Milliseconds between the first change and its report. */
  delayMs?: number;
}

const DELAY_MS = 250;

/** Reports each field at most once in `delayMs`, the latest text, so that it is journalled within half a second. */
export function createDraftStore({ initial = {}, send, delayMs = DELAY_MS }: DraftStoreOptions): DraftStore {
  const texts = new Map(Object.entries(initial));
  const reported = new Set(texts.keys());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const report = (field: string): void => {
    timers.delete(field);
    const text = texts.get(field);
    if (text === undefined && !reported.has(field)) return;
    if (text === undefined) reported.delete(field);
    else reported.add(field);
    void send(field, text ?? null);
  };
  return {
    get: (field) => texts.get(field),
    set(field, text) {
      if (texts.get(field) === text) return;
      if (text === undefined) texts.delete(field);
      else texts.set(field, text);
      if (timers.has(field)) return;
      timers.set(
        field,
        setTimeout(() => report(field), delayMs),
      );
    },
  };
}
