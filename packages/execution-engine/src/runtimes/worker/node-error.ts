import type { ErrorData } from '@atomiton/contracts';
import { errorDataSchema } from '@atomiton/contracts';

const MAX_TEXT = 50_000;

/**
 * What node code threw, as data. An AtomitonError keeps its data (recognised by its shape: a pack may carry its own
 * copy of the contracts), a file system error names the file, anything else is `node-failed`.
 */
export function errorOfNodeCode(thrown: unknown): ErrorData {
  if (typeof thrown !== 'object' || thrown === null) {
    return { kind: 'runtime', code: 'node-failed', message: cut(String(thrown)) };
  }
  const { name, message, stack, data } = thrown as Record<string, unknown>;
  const known = name === 'AtomitonError' ? errorDataSchema.safeParse(data) : undefined;
  const shownStack = typeof stack === 'string' ? { stack: cut(stack) } : {};
  if (known?.success) return { ...shownStack, ...known.data };
  const text =
    typeof message === 'string' && message !== '' ? message : String(name ?? 'Error without a message');
  return { kind: 'runtime', code: 'node-failed', message: cut(text), ...shownStack };
}

function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)} … (${text.length} characters)`;
}
