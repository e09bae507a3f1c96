import type { JsonValue } from '@atomiton/contracts';

/** Steps between two looks at the clock. */
const STEPS = 2000;

interface Frame {
  value: JsonValue[] | { [key: string]: JsonValue };
  keys: string[] | undefined;
  next: number;
}

/**
 * Writes a value as indented JSON text, cut at `maxChars`, without recursion and without holding the thread: it
 * yields every few thousand steps, so that the caller may let others run.
 * @returns the text so far and the length of the whole.
 */
export function* jsonText(
  root: JsonValue,
  maxChars: number,
): Generator<undefined, { text: string; totalChars: number }> {
  const parts: string[] = [];
  let kept = 0;
  let total = 0;
  const write = (piece: string) => {
    total += piece.length;
    if (kept >= maxChars) return;
    const fitting = piece.length > maxChars - kept ? piece.slice(0, maxChars - kept) : piece;
    parts.push(fitting);
    kept += fitting.length;
  };
  const frames: Frame[] = [];
  const begin = (value: JsonValue) => {
    if (value === null || typeof value !== 'object') {
      write(JSON.stringify(value));
      return;
    }
    const keys = Array.isArray(value) ? undefined : Object.keys(value);
    const length = keys === undefined ? (value as JsonValue[]).length : keys.length;
    if (length === 0) {
      write(keys === undefined ? '[]' : '{}');
      return;
    }
    write(keys === undefined ? '[' : '{');
    frames.push({ value, keys, next: 0 });
  };
  begin(root);
  let steps = 0;
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    steps += 1;
    if (steps % STEPS === 0) yield undefined;
    const { value, keys } = frame;
    const length = keys === undefined ? (value as JsonValue[]).length : keys.length;
    if (frame.next === length) {
      frames.pop();
      write(`\n${'  '.repeat(frames.length)}${keys === undefined ? ']' : '}'}`);
      continue;
    }
    write(`${frame.next === 0 ? '' : ','}\n${'  '.repeat(frames.length)}`);
    const index = frame.next;
    frame.next += 1;
    if (keys === undefined) {
      begin((value as JsonValue[])[index] as JsonValue);
    } else {
      const key = keys[index] as string;
      write(`${JSON.stringify(key)}: `);
      begin((value as { [key: string]: JsonValue })[key] as JsonValue);
    }
  }
  return { text: parts.join(''), totalChars: total };
}

/** Runs `jsonText` in slices of at most about 4 ms, giving way to the event loop in between. */
export async function jsonTextInSlices(
  root: JsonValue,
  maxChars: number,
): Promise<{ text: string; totalChars: number }> {
  const writer = jsonText(root, maxChars);
  let began = performance.now();
  for (;;) {
    const step = writer.next();
    if (step.done === true) return step.value;
    if (performance.now() - began > 4) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      began = performance.now();
    }
  }
}
