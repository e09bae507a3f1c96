import { RE2JS } from '@bufbuild/re2';
import { timeConstant } from './comparison.js';
import { FilterProblem } from './filter-problem.js';
import { asFloat, isNumber, type Text, type Truth, type Typed, truth, typeName } from './typed-expression.js';

const INT64_LIMIT = 2 ** 63;

function characters(text: string): bigint {
  let count = 0;
  for (const _character of text) count++;
  return BigInt(count);
}

function textTest(text: Text, part: Text, test: (text: string, part: string) => boolean): Truth {
  return truth((row) => {
    const whole = text.read(row);
    const wanted = part.read(row);
    return whole !== null && wanted !== null && test(whole, wanted);
  });
}

const TEXT_TESTS: ReadonlyMap<string, (text: string, part: string) => boolean> = new Map([
  ['contains', (text, part) => text.includes(part)],
  ['startsWith', (text, part) => text.startsWith(part)],
  ['endsWith', (text, part) => text.endsWith(part)],
]);

/** Linear-time regular expressions, as CEL asks for. */
function pattern(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new FilterProblem(
      'filter-pattern',
      `the pattern ${source} of matches is no regular expression: ${reason}`,
      'RE2 syntax is expected, e.g. ^A[0-9]+$',
    );
  }
}

function matches(first: Typed, second: Typed): Truth {
  if (first.type !== 'string' || second.type !== 'string' || second.constant === undefined) {
    const given = `${typeName(first)} and ${typeName(second)}`;
    throw new FilterProblem(
      'filter-type',
      `matches was given ${given}; a string and a constant pattern were expected`,
    );
  }
  const compiled = pattern(second.constant);
  const { read } = first;
  return truth((row) => {
    const text = read(row);
    return text !== null && compiled.test(text);
  });
}

function size(text: Text): Typed {
  return {
    type: 'int64',
    read: (row) => {
      const value = text.read(row);
      return value === null ? null : characters(value);
    },
  };
}

function int(typed: Typed): Typed | undefined {
  if (typed.type === 'int64') return typed;
  if (typed.type !== 'float64') return undefined;
  const { read } = typed;
  return {
    type: 'int64',
    read: (row) => {
      const value = read(row);
      if (value === null || !(value > -INT64_LIMIT && value < INT64_LIMIT)) return null;
      return BigInt(Math.trunc(value));
    },
  };
}

function convert(name: string, typed: Typed): Typed | undefined {
  switch (name) {
    case 'size':
      return typed.type === 'string' ? size(typed) : undefined;
    case 'int':
      return int(typed);
    case 'double':
      return isNumber(typed) ? asFloat(typed) : undefined;
    default:
      if (typed.type === 'timestamp') return typed;
      return typed.type === 'string' && typed.constant !== undefined
        ? timeConstant(typed.constant, 'timestamp')
        : undefined;
  }
}

const ONE_ARGUMENT: ReadonlySet<string> = new Set(['size', 'int', 'double', 'timestamp']);

/** A function call, also in the form `subject.name(…)`; undefined for a function that filters do not have. */
export function applyFunction(name: string, given: readonly Typed[]): Typed | undefined {
  const test = TEXT_TESTS.get(name);
  const expected = ONE_ARGUMENT.has(name) ? 1 : test !== undefined || name === 'matches' ? 2 : undefined;
  if (expected === undefined) return undefined;
  const [first, second] = given;
  if (given.length !== expected || first === undefined) {
    throw new FilterProblem(
      'filter-type',
      `${name} was given ${given.length} values; ${expected} were expected`,
    );
  }
  if (second === undefined) {
    const result = convert(name, first);
    if (result !== undefined) return result;
    throw new FilterProblem('filter-type', `${name} cannot be applied to a ${typeName(first)}`);
  }
  if (test === undefined) return matches(first, second);
  if (first.type === 'string' && second.type === 'string') return textTest(first, second, test);
  const names = `${typeName(first)} and ${typeName(second)}`;
  throw new FilterProblem('filter-type', `${name} was given ${names}; two strings were expected`);
}

function constants<T>(
  items: readonly Typed[],
  wanted: string,
  constantOf: (item: Typed) => T | undefined,
): T[] {
  return items.map((item) => {
    const value = constantOf(item);
    if (value !== undefined) return value;
    const found = typeName(item);
    throw new FilterProblem(
      'filter-type',
      `in looks for a ${wanted} among values of which one is a ${found} that is no constant of that type`,
    );
  });
}

/** `needle in [constants]`; null is in no list. */
export function isMember(needle: Typed, list: Typed): Truth {
  if (list.type !== 'list') {
    throw new FilterProblem(
      'filter-type',
      `in is followed by a ${typeName(list)}; a list such as ["a", "b"] was expected`,
    );
  }
  const { items } = list;
  if (needle.type === 'string') {
    const texts = new Set(
      constants(items, 'string', (item) => (item.type === 'string' ? item.constant : undefined)),
    );
    const { read } = needle;
    return membership(read, texts);
  }
  if (needle.type === 'int64' && items.every((item) => item.type === 'int64')) {
    const wholes = constants(items, 'int64', (item) => (item.type === 'int64' ? item.constant : undefined));
    return membership(needle.read, new Set(wholes));
  }
  if (isNumber(needle)) {
    const numbers = constants(items, 'number', (item) =>
      isNumber(item) ? asFloat(item).constant : undefined,
    );
    const { read } = asFloat(needle);
    return truth((row) => {
      const value = read(row);
      return value !== null && numbers.some((number) => number === value);
    });
  }
  if (needle.type === 'date' || needle.type === 'timestamp') {
    const { type, read } = needle;
    const times = constants(items, type, (item) =>
      item.type === 'string' && item.constant !== undefined
        ? timeConstant(item.constant, type).constant
        : undefined,
    );
    return membership(read, new Set(times));
  }
  throw new FilterProblem(
    'filter-type',
    `in looks for a ${typeName(needle)}; a number or string was expected`,
  );
}

function membership<T>(read: (row: number) => T | null, values: ReadonlySet<T>): Truth {
  return truth((row) => {
    const value = read(row);
    return value !== null && values.has(value);
  });
}
