/** A compiled part of a filter reads row after row of the batch that the columns are bound to; null is missing. */
export type ReadWhole = (row: number) => bigint | null;
export type ReadFloat = (row: number) => number | null;
export type ReadText = (row: number) => string | null;
/** Truth is never null: a missing bool counts as false. */
export type ReadTruth = (row: number) => boolean;

/** What the whole numbers mean. Dates are days, timestamps nanoseconds since 1970. */
export type WholeType = 'int64' | 'bool' | 'date' | 'timestamp';

/** A part of a filter with its type; `constant` where it is a literal, which takes the type of what it meets. */
export type Typed =
  | { type: WholeType; read: ReadWhole; constant?: bigint }
  | { type: 'float64'; read: ReadFloat; constant?: number }
  | { type: 'string'; read: ReadText; constant?: string }
  | { type: 'truth'; read: ReadTruth; constant?: boolean }
  | { type: 'null' }
  | { type: 'list'; items: readonly Typed[] };

export type Whole = Extract<Typed, { type: WholeType }>;
export type Float = Extract<Typed, { type: 'float64' }>;
export type Text = Extract<Typed, { type: 'string' }>;
export type Truth = Extract<Typed, { type: 'truth' }>;

/** The type's name in messages. */
export function typeName(typed: Typed): string {
  return typed.type === 'truth' ? 'bool' : typed.type;
}

export function isWhole(typed: Typed): typed is Whole {
  return (
    typed.type === 'int64' || typed.type === 'bool' || typed.type === 'date' || typed.type === 'timestamp'
  );
}

/** int64 and float64, which may be mixed. */
export function isNumber(typed: Typed): typed is (Whole & { type: 'int64' }) | Float {
  return typed.type === 'int64' || typed.type === 'float64';
}

/** A number as float64. */
export function asFloat(typed: Whole | Float): Float {
  if (typed.type === 'float64') return typed;
  if (typed.constant !== undefined) return floatConstant(Number(typed.constant));
  const { read } = typed;
  return {
    type: 'float64',
    read: (row) => {
      const value = read(row);
      return value === null ? null : Number(value);
    },
  };
}

/** A bool column or a truth as whole numbers 0 and 1, so that null can be told from false; undefined for others. */
export function asFlag(typed: Typed): Whole | undefined {
  if (typed.type === 'bool') return typed;
  if (typed.type !== 'truth') return undefined;
  const { read } = typed;
  return { type: 'bool', read: (row) => (read(row) ? 1n : 0n) };
}

export function wholeConstant(value: bigint, type: WholeType = 'int64'): Whole {
  return { type, read: () => value, constant: value };
}

export function floatConstant(value: number): Float {
  return { type: 'float64', read: () => value, constant: value };
}

export function textConstant(value: string): Text {
  return { type: 'string', read: () => value, constant: value };
}

export function truthConstant(value: boolean): Truth {
  return { type: 'truth', read: () => value, constant: value };
}

export function truth(read: ReadTruth): Truth {
  return { type: 'truth', read };
}
