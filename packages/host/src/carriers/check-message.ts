import { isForbiddenKey } from '@atomiton/contracts';

/** Largest message a viewer may send, in characters of its texts plus 8 for every other value. */
export const MAX_MESSAGE_SIZE = 16_000_000;
const MAX_DEPTH = 256;

/** Why a message is refused before it is looked at. */
export interface MessageProblem {
  code: 'message-too-large' | 'bad-message';
  message: string;
}

/**
 * Walks an untrusted message without recursion: plain data only, bounded in size and depth, no key that could reach a
 * prototype. `undefined` counts as absent (a structured clone carries it).
 */
export function findMessageProblem(root: unknown, maxSize = MAX_MESSAGE_SIZE): MessageProblem | undefined {
  const stack: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  let size = 0;
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { value, depth } = entry;
    size += typeof value === 'string' ? value.length + 2 : 8;
    if (size > maxSize) {
      return { code: 'message-too-large', message: `A message may have at most ${maxSize} characters.` };
    }
    if (value === null || value === undefined) continue;
    if (typeof value === 'string' || typeof value === 'boolean') continue;
    if (typeof value === 'number') {
      if (Number.isFinite(value)) continue;
      return { code: 'bad-message', message: `A message holds ${String(value)}; JSON data was expected.` };
    }
    if (typeof value !== 'object') {
      return { code: 'bad-message', message: `A message holds a ${typeof value}; JSON data was expected.` };
    }
    if (depth >= MAX_DEPTH) {
      return { code: 'bad-message', message: `A message is nested deeper than ${MAX_DEPTH} levels.` };
    }
    if (Array.isArray(value)) {
      for (const item of value) stack.push({ value: item, depth: depth + 1 });
      continue;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype) {
      return { code: 'bad-message', message: 'A message holds something that is not plain data.' };
    }
    for (const key of Object.keys(value)) {
      if (isForbiddenKey(key)) {
        return { code: 'bad-message', message: `A message holds the reserved key "${key}".` };
      }
      size += key.length + 2;
      stack.push({ value: (value as Record<string, unknown>)[key], depth: depth + 1 });
    }
  }
  return undefined;
}
