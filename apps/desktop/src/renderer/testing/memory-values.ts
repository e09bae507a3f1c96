import {
  AtomitonError,
  type BridgeHandlers,
  type BridgeOutput,
  type JsonValue,
  VALUE_METHODS,
} from '@atomiton/contracts';

type ValueMethod = keyof typeof VALUE_METHODS;
type ValueHandlers = Pick<BridgeHandlers, ValueMethod>;

/** Handlers of the value methods that a test does not need: each refuses. */
export function memoryValues(given: Partial<ValueHandlers>): ValueHandlers {
  const refusing = Object.keys(VALUE_METHODS).map((method) => [
    method,
    async () => {
      throw new AtomitonError({ kind: 'validation', code: 'gone', message: `No answer to ${method}.` });
    },
  ]);
  return { ...(Object.fromEntries(refusing) as ValueHandlers), ...given };
}

/** A table of whole rows, from which pages are cut. */
export type MemoryTable = (
  offset: number,
  limit: number,
) => { columns: { name: string; type: string }[]; rows: JsonValue[][]; total: number };

/** One page of a table in its own order. */
export function memoryPage(
  table: MemoryTable | undefined,
  offset: number,
  limit: number,
  span: { first: number; count: number } = { first: 0, count: 1000 },
): BridgeOutput<'value.page'> {
  const page = table?.(offset, limit);
  if (page === undefined) {
    throw new AtomitonError({ kind: 'validation', code: 'gone', message: 'No table.' });
  }
  const end = span.first + span.count;
  return {
    columns: page.columns.slice(span.first, end),
    rows: page.rows.map((row) => row.slice(span.first, end)),
    numbers: page.rows.map((_, index) => offset + index),
    total: page.total,
  };
}
