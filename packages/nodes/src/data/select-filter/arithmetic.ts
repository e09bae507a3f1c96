import { FilterProblem } from './filter-problem.js';
import { asFloat, isNumber, type Typed, typeName } from './typed-expression.js';

export type Arithmetic = '+' | '-' | '*' | '/' | '%';

/** By the name of the operator in the syntax tree. */
export const arithmeticOperators: ReadonlyMap<string, Arithmetic> = new Map([
  ['_+_', '+'],
  ['_-_', '-'],
  ['_*_', '*'],
  ['_/_', '/'],
  ['_%_', '%'],
]);

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** Null where the result does not fit an int64. */
function fitting(value: bigint): bigint | null {
  return value > INT64_MAX || value < INT64_MIN ? null : value;
}

function wholeResult(operator: Arithmetic, left: bigint, right: bigint): bigint | null {
  switch (operator) {
    case '+':
      return fitting(left + right);
    case '-':
      return fitting(left - right);
    case '*':
      return fitting(left * right);
    case '/':
      return right === 0n ? null : fitting(left / right);
    case '%':
      return right === 0n || (right === -1n && left === INT64_MIN) ? null : left % right;
  }
}

function floatResult(operator: Arithmetic, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
  }
}

/** int64 with int64 gives int64 (null on overflow and division by zero), any other two numbers give float64. */
export function calculate(operator: Arithmetic, left: Typed, right: Typed): Typed {
  if (left.type === 'int64' && right.type === 'int64') {
    const one = left.read;
    const other = right.read;
    return {
      type: 'int64',
      read: (row) => {
        const a = one(row);
        const b = other(row);
        return a === null || b === null ? null : wholeResult(operator, a, b);
      },
    };
  }
  if (isNumber(left) && isNumber(right)) {
    const one = asFloat(left).read;
    const other = asFloat(right).read;
    return {
      type: 'float64',
      read: (row) => {
        const a = one(row);
        const b = other(row);
        return a === null || b === null ? null : floatResult(operator, a, b);
      },
    };
  }
  const given = `${typeName(left)} and ${typeName(right)}`;
  throw new FilterProblem('filter-type', `${operator} was given ${given}; two numbers were expected`);
}

export function negate(operand: Typed): Typed {
  if (operand.type === 'int64') {
    const { read } = operand;
    return {
      type: 'int64',
      read: (row) => {
        const value = read(row);
        return value === null ? null : fitting(-value);
      },
    };
  }
  if (operand.type === 'float64') {
    const { read } = operand;
    return {
      type: 'float64',
      read: (row) => {
        const value = read(row);
        return value === null ? null : -value;
      },
    };
  }
  throw new FilterProblem(
    'filter-type',
    `a minus stands before a ${typeName(operand)}; a number was expected`,
  );
}
