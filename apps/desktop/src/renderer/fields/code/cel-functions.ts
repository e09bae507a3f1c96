/** What may be called in an expression, for completion. */
export interface CelFunction {
  name: string;
  /** Written behind the name: `(price)`. */
  call: string;
  info: string;
  /** Called on a value: `name.contains("x")`. */
  method: boolean;
  /** Available in a filter over the columns of a table. */
  inColumns: boolean;
}

function plain(name: string, call: string, info: string, inColumns: boolean): CelFunction {
  return { name, call, info, method: false, inColumns };
}

function method(name: string, call: string, info: string, inColumns: boolean): CelFunction {
  return { name, call, info, method: true, inColumns };
}

/** Functions and macros of CEL. */
export const CEL_FUNCTIONS: readonly CelFunction[] = [
  plain('size', '(text)', 'Number of characters or items', true),
  plain('int', '(x)', 'As a whole number', true),
  plain('double', '(x)', 'As a number with fractions', true),
  plain('timestamp', '("2026-01-31T00:00:00Z")', 'A moment in time', true),
  plain('string', '(x)', 'As text', false),
  plain('bool', '(x)', 'As true or false', false),
  plain('duration', '("1h30m")', 'A span of time', false),
  plain('type', '(x)', 'The type of a value', false),
  plain('has', '(a.b)', 'Whether a field is there', false),
  method('contains', '("text")', 'Whether the text occurs in it', true),
  method('startsWith', '("text")', 'Whether it begins with the text', true),
  method('endsWith', '("text")', 'Whether it ends with the text', true),
  method('matches', '("^A[0-9]+$")', 'Whether a regular expression (RE2) matches', true),
  method('size', '()', 'Number of characters or items', true),
  method('all', '(x, x > 0)', 'Whether it holds for every item', false),
  method('exists', '(x, x > 0)', 'Whether it holds for an item', false),
  method('exists_one', '(x, x > 0)', 'Whether it holds for exactly one item', false),
  method('map', '(x, x * 2)', 'Each item computed anew', false),
  method('filter', '(x, x > 0)', 'The items for which it holds', false),
];

export const CEL_WORDS: readonly string[] = ['true', 'false', 'null', 'in'];
