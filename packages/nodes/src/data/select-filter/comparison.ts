import { FilterProblem } from './filter-problem.js';
import { daysOf, nanosecondsOf } from './time-text.js';
import {
  asFlag,
  asFloat,
  isNumber,
  isWhole,
  type ReadTruth,
  type Truth,
  type Typed,
  truth,
  truthConstant,
  typeName,
  type Whole,
  wholeConstant,
} from './typed-expression.js';

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** By the name of the operator in the syntax tree. */
export const comparisonOperators: ReadonlyMap<string, Comparison> = new Map([
  ['_==_', '=='],
  ['_!=_', '!='],
  ['_<_', '<'],
  ['_<=_', '<='],
  ['_>_', '>'],
  ['_>=_', '>='],
]);

const LARGEST_EXACT = 9e15;

/** UTF-16 sorts surrogates before U+E000 … U+FFFF; this puts them behind, as in the order of characters. */
function characterRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** Order by Unicode characters, which is that of UTF-8 bytes: negative, 0 or positive. */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const one = left.charCodeAt(index);
    const other = right.charCodeAt(index);
    if (one !== other) return characterRank(one) - characterRank(other);
  }
  return left.length - right.length;
}

function holdsText(comparison: Comparison, left: string, right: string): boolean {
  switch (comparison) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    default:
      return holds(comparison, compareText(left, right), 0);
  }
}

function holds<T extends bigint | number>(comparison: Comparison, left: T, right: T): boolean {
  switch (comparison) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

/** Null equals null only and is neither less nor greater than anything. */
function reader<T>(
  comparison: Comparison,
  left: (row: number) => T | null,
  right: (row: number) => T | null,
  holdsFor: (comparison: Comparison, left: T, right: T) => boolean,
): Truth {
  const bothNull = comparison === '==';
  const oneNull = comparison === '!=';
  const read: ReadTruth = (row) => {
    const one = left(row);
    const other = right(row);
    if (one === null || other === null) return one === other ? bothNull : oneNull;
    return holdsFor(comparison, one, other);
  };
  return truth(read);
}

function compareWithNull(comparison: Comparison, other: Typed): Truth {
  const isEqual = comparison === '==';
  if (other.type === 'null') return truthConstant(isEqual);
  if (other.type === 'truth' || other.type === 'list') return truthConstant(!isEqual);
  const { read } = other;
  return truth((row) => (read(row) === null) === isEqual);
}

/** Text that stands beside a date or timestamp, as a whole number of its type. */
export function timeConstant(text: string, type: 'date' | 'timestamp'): Whole {
  const value = type === 'date' ? daysOf(text) : nanosecondsOf(text);
  if (value !== undefined) return wholeConstant(value, type);
  const example = type === 'date' ? '2026-03-01' : '2026-03-01T12:30:00Z';
  throw new FilterProblem('filter-type', `"${text}" is no ${type}; text like "${example}" was expected`);
}

/** Where one side is a time and the other a text literal, the literal becomes a time. */
function withTimes(left: Typed, right: Typed): [Typed, Typed] {
  if (
    right.type === 'string' &&
    right.constant !== undefined &&
    (left.type === 'date' || left.type === 'timestamp')
  ) {
    return [left, timeConstant(right.constant, left.type)];
  }
  if (
    left.type === 'string' &&
    left.constant !== undefined &&
    (right.type === 'date' || right.type === 'timestamp')
  ) {
    return [timeConstant(left.constant, right.type), right];
  }
  return [left, right];
}

/** A float literal with a whole value beside an int64 becomes an int64, so that large numbers compare exactly. */
function exactWhole(typed: Typed, other: Typed): Typed {
  if (typed.type !== 'float64' || typed.constant === undefined || other.type !== 'int64') return typed;
  const value = typed.constant;
  return Number.isInteger(value) && Math.abs(value) < LARGEST_EXACT ? wholeConstant(BigInt(value)) : typed;
}

/** @throws FilterProblem where the two cannot be compared. */
export function compare(comparison: Comparison, givenLeft: Typed, givenRight: Typed): Truth {
  const isEquality = comparison === '==' || comparison === '!=';
  if (isEquality && givenLeft.type === 'null') return compareWithNull(comparison, givenRight);
  if (isEquality && givenRight.type === 'null') return compareWithNull(comparison, givenLeft);
  const [timedLeft, timedRight] = withTimes(givenLeft, givenRight);
  const left = exactWhole(timedLeft, timedRight);
  const right = exactWhole(timedRight, timedLeft);
  if (isWhole(left) && isWhole(right) && left.type === right.type) {
    return reader(comparison, left.read, right.read, holds<bigint>);
  }
  if (isNumber(left) && isNumber(right)) {
    return reader(comparison, asFloat(left).read, asFloat(right).read, holds<number>);
  }
  if (left.type === 'string' && right.type === 'string') {
    return reader(comparison, left.read, right.read, holdsText);
  }
  const one = asFlag(left);
  const other = asFlag(right);
  if (one !== undefined && other !== undefined)
    return reader(comparison, one.read, other.read, holds<bigint>);
  throw new FilterProblem('filter-type', `a ${typeName(left)} is compared with a ${typeName(right)}`);
}
